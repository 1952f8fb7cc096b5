/**
 * Choice functions: how a computer makes one value of the several it was told.
 *
 * The Byzantine Generals paper asks one thing of them: if more than half of the values are v, the choice is v. The
 * votes count on it, and do not ask where they know of such a v already (`vote-tree.ts`).
 * `majority` gives the constant default where no value has a majority; `median` takes the lower middle of an
 * ordered set, which never needs a default but may choose what no good computer said. Both are deterministic
 * and ignore the order of the values (VOTE-PERM). "Keep my own" or "hold my last" in place of the constant would
 * differ between good computers, and with it everything downstream.
 */

/** Chooses from values[first … first + count); count ≥ 1. `absent` is the default value. */
export type Choice = (values: Int32Array, first: number, count: number, absent: number) => number;

/** The value held by more than half, else `absent`. */
export function majority(values: Int32Array, first: number, count: number, absent: number): number {
  if (count !== 3) return majorityOfMany(values, first, count, absent);
  const a = values[first];
  const b = values[first + 1];
  if (a === b) return a;
  const c = values[first + 2];
  return a === c || b === c ? c : absent;
}

/**
 * Tries the values in turn, until so few are left that none of them can have a majority. For the first, which the
 * votes of an honest cluster decide, it stops as soon as that is settled either way.
 *
 * Boyer and Moore's single pass looks cheaper, but each of its steps depends on the one before and on which values
 * are equal, which is just what a processor cannot foresee where somebody lies.
 */
function majorityOfMany(values: Int32Array, first: number, count: number, absent: number): number {
  const half = count >> 1;
  const end = first + count;
  let candidate = values[first];
  let votes = 1;
  let others = 0;
  if (count === 1) return candidate;
  for (let i = first + 1; i < end; i++) {
    if (values[i] === candidate) {
      if (++votes > half) return candidate;
    } else if (++others >= count - half) break;
  }
  for (let i = first + 1; i < end - half; i++) {
    candidate = values[i];
    votes = 1;
    for (let k = i + 1; k < end; k++) votes += values[k] === candidate ? 1 : 0;
    if (votes > half) return candidate;
  }
  return absent;
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
