/**
 * The wait and the probe on a clock of our own, which sleeps too long and too short on purpose; then on the host's.
 */
import t from 'tap';
import { realisticPeriodMs } from '../../../hil/host/realistic-period.js';
import { type JitterReport, probeJitter } from '../../../hil/time/jitter-probe.js';
import { HostClock, type MonotonicClock, waitUntil } from '../../../hil/time/monotonic-clock.js';
import { runJitterProbe } from '../../../hil/time/run-jitter-probe.js';
import { duration, type Duration, type Instant, instant } from '../../../hil/time/time.js';
import { Dice } from '../../support/dice.js';

/** Each look costs a microsecond; each sleep is off by what it is told. */
class ScriptedClock implements MonotonicClock {
  readonly #offUs: () => number;
  sleeps = 0;
  looks = 0;
  us = 1_000_000;

  constructor(offUs: () => number) {
    this.#offUs = offUs;
  }

  now(): Instant {
    this.looks++;
    return instant(this.us++);
  }

  sleep(length: Duration): void {
    this.sleeps++;
    this.us += Math.max(0, length + this.#offUs());
  }
}

t.test('a wait is never early, however early or late its sleeps are', (t) => {
  const dice = new Dice(3);
  let late = 0;
  for (let i = 0; i < 500; i++) {
    const clock = new ScriptedClock(() => dice.between({ low: -2000, high: 2000 }));
    const deadline = instant(clock.us + dice.between({ low: -100, high: 30_000 }));
    const woken = waitUntil(clock, deadline);
    t.ok(woken >= deadline);
    if (woken > deadline + 1) late++;
  }
  t.ok(late > 50 && late < 450, `late ${late} times: sleeps that are 0.3 ms and more too long`);
  const punctual = new ScriptedClock(() => 0);
  const deadline = instant(punctual.us + 20_000);
  t.equal(waitUntil(punctual, deadline), deadline, 'a punctual sleep leaves nothing to be late by');
  t.equal(punctual.sleeps, 1);
  t.ok(punctual.looks > 290, 'the rest is looking at the clock');
  t.equal(waitUntil(punctual, instant(5)), punctual.us - 1, 'a deadline in the past costs one look');
  t.end();
});

t.test('the probe counts as counting one by one does, and skips what it was too late for', (t) => {
  const dice = new Dice(11);
  const offs = Array.from({ length: 400 }, (_, i) =>
    i % 40 === 39 ? dice.between({ low: 21_000, high: 90_000 }) : dice.between({ low: 0, high: 5000 }),
  );
  let next = 0;
  const clock = new ScriptedClock(() => offs[next++ % offs.length]);
  const lateness: number[] = [];
  const wakes: number[] = [];
  const start = clock.us;
  const watched: MonotonicClock = {
    now: () => {
      wakes.push(clock.us);
      return clock.now();
    },
    sleep: (length) => clock.sleep(length),
  };
  const order = { period: duration(20_000), wakeUps: 250, warmUp: 5 };
  const report = probeJitter(watched, order);
  // By hand: the grid is walked through with the times of all looks, the first at or past a deadline is its wake-up.
  for (let k = 1; k <= 255; ) {
    const deadline = start + 20_000 * k;
    const woken = wakes.find((us) => us >= deadline) ?? NaN;
    if (k > 5) lateness.push(woken - deadline);
    k = Math.max(k + 1, Math.floor((woken - start) / 20_000) + 1);
  }
  lateness.sort((a, b) => a - b);
  const rank = (percent: number): number => lateness[Math.ceil((percent / 100) * lateness.length) - 1];
  t.equal(report.woken, lateness.length);
  t.equal(report.woken + report.skipped, 250);
  t.ok(report.skipped > 5, 'some were skipped');
  t.equal(report.early, 0);
  const { p50, p99, p999, max } = report.latenessUs ?? { p50: -1, p99: -1, p999: -1, max: -1 };
  const near = (ours: number, theirs: number): boolean => Math.abs(ours - theirs) <= theirs / 5000;
  t.equal(p50, rank(50));
  t.ok(near(p99, rank(99)), `${p99} and ${rank(99)}`);
  t.ok(near(p999, rank(100)), 'below 1,000 wake-ups p99.9 is the maximum');
  t.ok(near(max, rank(100)));
  t.end();
});

t.test('a stall longer than the probe leaves nothing to report, and says so', (t) => {
  const clock = new ScriptedClock(() => 10_000_000);
  const report = probeJitter(clock, { period: duration(20_000), wakeUps: 50, warmUp: 2 });
  t.match(report, { woken: 0, skipped: 50, latenessUs: null });
  t.equal(realisticPeriodMs(report), null);
  t.end();
});

t.test('a period is realistic where the worst lateness is at most a tenth of it', (t) => {
  const worst = (max: number): JitterReport => ({
    ...{ periodUs: 20_000, wakeUps: 1, warmUp: 0, woken: 1, skipped: 0, early: 0 },
    latenessUs: { p50: 0, p99: 0, p999: 0, max },
  });
  // biome-ignore format: a truth table is read by column
  const rows: [maxUs: number, periodMs: number | null][] = [
    [0, 1], [100, 1], [101, 2], [640, 10], [2000, 20], [2001, 50], [100_000, 1000], [100_001, null],
  ];
  for (const [max, periodMs] of rows) t.equal(realisticPeriodMs(worst(max)), periodMs, `${max} us`);
  t.end();
});

t.test('on the host: a thread is woken at every deadline or skips it, and never early', async (t) => {
  const order = { period: duration(5000), wakeUps: 40, warmUp: 4 };
  const report = await runJitterProbe(order, { stop: new AbortController().signal });
  if (report === null) throw new Error('nobody stopped it');
  t.match(report, { periodUs: 5000, wakeUps: 40, warmUp: 4, early: 0 });
  t.equal(report.woken + report.skipped, 40);
  const clock = new HostClock();
  const before = clock.now();
  const deadline = instant(before + 3000);
  t.ok(waitUntil(clock, deadline) >= deadline);
  t.ok(Number.isInteger(before));
});

t.test('a probe can be stopped, before it starts and while it runs', async (t) => {
  const order = { period: duration(20_000), wakeUps: 100_000, warmUp: 0 };
  const stop = new AbortController();
  const running = runJitterProbe(order, { stop: stop.signal });
  stop.abort();
  t.equal(await running, null);
  t.equal(await runJitterProbe(order, { stop: stop.signal }), null);
});

t.test('a thread that fails is an error, not a report', async (t) => {
  const order = { period: duration(1), wakeUps: NaN, warmUp: Symbol('not to be sent') as never };
  await t.rejects(runJitterProbe(order, { stop: new AbortController().signal }));
});
