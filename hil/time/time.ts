/**
 * Two kinds of time that are easily confused and must not be: a point on the run's time line and a length.
 * Both are whole microseconds; the brands exist only for the compiler.
 */
export type Instant = number & { readonly __brand: 'instant' };
export type Duration = number & { readonly __brand: 'duration' };

export const RUN_START = 0 as Instant;

export function instant(us: number): Instant {
  return us as Instant;
}

export function duration(us: number): Duration {
  return us as Duration;
}

export function after(start: Instant, length: Duration): Instant {
  return (start + length) as Instant;
}

export function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
