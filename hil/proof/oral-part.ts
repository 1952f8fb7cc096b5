/**
 * One computer's part of an exchange by word of mouth, as the proof room drives it: OM, OMH and whatever else
 * runs on the tree and makes packets of words.
 *
 *   begin → (compose → wire, adversary → accept) × rounds → resolve
 *
 * An interface and not a base class, because the firmware's classes must not know that they are being tried out.
 */
export interface OralPart {
  begin(own: number): void;
  compose(round: number, receiver: number, out: Int32Array, at: number): number;
  accept(round: number, sender: number, from: Int32Array, at: number): number;
  resolve(decided: Int32Array): void;
  /** By node, once resolved: what was chosen where it voted, what was told elsewhere and at its own share. */
  votedTree(): Int32Array;
}
