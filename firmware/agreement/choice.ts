/**
 * Choice functions: how a computer makes one value of the several it was told.
 *
 * The Byzantine Generals paper asks one thing of them: if more than half of the values are v, the choice is v.
 * `majority` gives the constant default where no value has a majority; `median` takes the lower middle of an
 * ordered set, which never needs a default but may choose what no good computer said. Both are deterministic
 * and ignore the order of the values (VOTE-PERM). "Keep my own" or "hold my last" in place of the constant would
 * differ between good computers, and with it everything downstream.
 */

/** Chooses from values[first … first + count); count ≥ 1. `absent` is the default value. */
export type Choice = (values: Int32Array, first: number, count: number, absent: number) => number;

/** The value held by more than half, else `absent`. Boyer and Moore's candidate pass, then a count. */
export function majority(values: Int32Array, first: number, count: number, absent: number): number {
  const end = first + count;
  let candidate = values[first];
  let lead = 1;
  let mixed = false;
  for (let i = first + 1; i < end; i++) {
    const value = values[i];
    if (value === candidate) lead++;
    else {
      mixed = true;
      if (lead === 0) {
        candidate = value;
        lead = 1;
      } else lead--;
    }
  }
  if (!mixed) return candidate;
  if (lead === 0) return absent;
  let votes = 0;
  for (let i = first; i < end; i++) if (values[i] === candidate) votes++;
  return 2 * votes > count ? candidate : absent;
}

/** Orders two values: negative, zero or positive as a comes before, with, or after b. */
export type Order = (a: number, b: number) => number;

/** A median over the given total order: the lower middle of the sorted values. `valuesMax` bounds `count`. */
export function medianBy(order: Order, valuesMax: number): Choice {
  const sorted = new Int32Array(valuesMax);
  return (values, first, count) => {
    for (let i = 0; i < count; i++) {
      const value = values[first + i];
      let at = i;
      while (at > 0 && order(sorted[at - 1], value) > 0) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = value;
    }
    return sorted[(count - 1) >> 1];
  };
}
