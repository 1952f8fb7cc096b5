/**
 * What every kind of signature asks of the words it is given: that they are there, and whether two tags are one.
 *
 * A read past the end of an array is `undefined`, and `undefined` XORed with 0 is 0: without the first question, a
 * tag that is missing would be as good as a tag of zeros.
 */

/** Whether words[at … at + count) exists. False for a place or a count that is negative or not whole. */
export function holdsWords(words: Int32Array, { at, count }: { at: number; count: number }): boolean {
  return (
    Number.isInteger(at) && Number.isInteger(count) && at >= 0 && count >= 0 && at + count <= words.length
  );
}

/**
 * Whether tag[at …] is `expected` in all its words. Every word is looked at whatever the first ones say: the time
 * until "no" must not tell how much of a guess was right.
 */
export function sameTag(expected: Int32Array, tag: Int32Array, at: number): boolean {
  let difference = 0;
  for (let i = 0; i < expected.length; i++) difference |= expected[i] ^ tag[at + i];
  return difference === 0;
}
