/**
 * What the agreement may rely on from every kind of signature, asked of a whole cluster of them.
 *
 * `signers[id]` is what computer `id` holds. A tag of a vector is only looked at where the receiver's own entry
 * lies, so which of its bits must count is the caller's to say.
 */
import type { Signatures } from '../../firmware/agreement/signatures.js';
import { Dice } from './dice.js';

export interface ContractCounts {
  /** Good tags accepted. */
  accepted: number;
  /** Tags refused that had one bit turned, or stood over a message with one bit turned. */
  tampered: number;
  /** Refused under every other signer's name. */
  borrowed: number;
  /** Refused for their form. */
  malformed: number;
  /** What should have been accepted and was not, or the other way round. */
  wrong: string[];
}

export type CountingBits = (receiver: number) => { from: number; to: number };

const ALL_BITS = 32;

/** Signs a message of this many words by every computer and lets every one judge it and what is made of it. */
export function checkContract(
  signers: readonly Signatures[],
  { words, countingWords }: { words: number; countingWords: CountingBits },
): ContractCounts {
  const counts: ContractCounts = { accepted: 0, tampered: 0, borrowed: 0, malformed: 0, wrong: [] };
  const dice = new Dice(words + 1);
  const message = Int32Array.from({ length: words }, () => dice.int32());
  const { tagWords } = signers[0];
  const at = 3;
  for (const [signer, own] of signers.entries()) {
    const tag = new Int32Array(at + tagWords + 2).fill(-1);
    own.sign(message, words, tag, at);
    if (
      tag.subarray(0, at).some((word) => word !== -1) ||
      tag.subarray(at + tagWords).some((word) => word !== -1)
    )
      counts.wrong.push(`signer ${signer} wrote beside its tag`);
    for (const [receiver, judge] of signers.entries()) {
      const expect = (what: keyof Omit<ContractCounts, 'wrong'>, verdict: boolean, detail: string): void => {
        if (verdict === (what === 'accepted')) counts[what]++;
        else counts.wrong.push(`${what}: ${receiver} about ${signer}, ${detail}`);
      };
      expect('accepted', judge.verify(signer, message, words, tag, at), 'as signed');
      for (let other = 0; other < signers.length; other++) {
        if (other !== signer) expect('borrowed', judge.verify(other, message, words, tag, at), `as ${other}`);
      }
      const { from, to } = countingWords(receiver);
      for (let bit = from * ALL_BITS; bit < to * ALL_BITS; bit++) {
        tag[at + (bit >> 5)] ^= 1 << (bit & 31);
        expect('tampered', judge.verify(signer, message, words, tag, at), `tag bit ${bit}`);
        tag[at + (bit >> 5)] ^= 1 << (bit & 31);
      }
      for (let bit = 0; bit < words * ALL_BITS; bit++) {
        message[bit >> 5] ^= 1 << (bit & 31);
        expect('tampered', judge.verify(signer, message, words, tag, at), `message bit ${bit}`);
        message[bit >> 5] ^= 1 << (bit & 31);
      }
      if (words > 0) expect('tampered', judge.verify(signer, message, words - 1, tag, at), 'a word less');
      for (const unknown of [-1, signers.length, 255, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect('malformed', judge.verify(unknown, message, words, tag, at), `signer ${unknown}`);
      }
      for (const place of [-1, at + 3, tag.length, 1e9, 0.5, Number.NaN]) {
        expect('malformed', judge.verify(signer, message, words, tag, place), `tag at ${place}`);
      }
      const short = tag.subarray(0, at + tagWords - 1);
      expect('malformed', judge.verify(signer, message, words, short, at), 'a tag a word short');
      expect('malformed', judge.verify(signer, message, words, new Int32Array(0), 0), 'no tag');
      for (const length of [-1, words + 1, 1e6, 0.5, Number.NaN]) {
        expect('malformed', judge.verify(signer, message, length, tag, at), `a message of ${length}`);
      }
      // The judge is none the worse for it.
      expect('accepted', judge.verify(signer, message, words, tag, at), 'at the end');
    }
  }
  return counts;
}
