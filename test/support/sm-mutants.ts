/**
 * Computers with a rule of SM(m) wrong, made of the firmware's `SignedMessages` by changing what goes in or comes
 * out of it. They exist in tests only: nothing in a file or on the command line can ask for them.
 */
import { chainWords, lengthOf, sourceOf, valueOffset } from '../../firmware/agreement/signed-chain.js';
import { SignedMessages } from '../../firmware/agreement/sm.js';
import type { Signatures } from '../../firmware/agreement/signatures.js';

/** Decides on the value that came first, however many came. */
export class FirstReceived extends SignedMessages {
  override decidedTo(source: number, out: Int32Array, at: number): boolean {
    if (this.heldCount(source) < 2) return super.decidedTo(source, out, at);
    this.heldTo(source, 0, out, at);
    return true;
  }
}

/** Relays the first value it holds of a source, and no other. */
export class RelaysOne extends SignedMessages {
  override compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const whole = new Int32Array(this.wordsMax(round));
    const length = super.compose(round, receiver, whole, 0);
    const first = new Int32Array(this.shape.valueWords);
    let end = at + 1;
    out[at] = 0;
    for (let next = 1; next < length; ) {
      const words = chainWords(lengthOf(whole[next]), this.shape);
      this.heldTo(sourceOf(whole[next]), 0, first, 0);
      const value = next + valueOffset(lengthOf(whole[next]));
      if (first.every((word, w) => whole[value + w] === word)) {
        out.set(whole.subarray(next, next + words), end);
        end += words;
        out[at]++;
      }
      next += words;
    }
    return out[at] === 0 ? 0 : end - at;
  }
}

/** Takes a chain that should have come in an earlier round as if it had. */
export class AcceptsLate extends SignedMessages {
  override accept(round: number, sender: number, from: Int32Array, at: number, length: number): void {
    for (let next = at + 1; next < at + length; ) {
      const signers = lengthOf(from[next]);
      const words = chainWords(signers, this.shape);
      const packet = Int32Array.of(1, ...from.subarray(next, next + words));
      super.accept(Math.min(round, signers), sender, packet, 0, packet.length);
      next += words;
    }
  }
}

/** Signatures that everybody believes. */
export function believed(signatures: Signatures): Signatures {
  return { ...signatures, verify: () => true };
}
