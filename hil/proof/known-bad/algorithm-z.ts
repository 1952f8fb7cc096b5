/**
 * Algorithm Z (Thambidurai and Park 1988), known to be bad, for `verify z` alone. It lies in the proof room,
 * which no rig imports, so nothing that flies can be made of it.
 *
 *                          a relay that got an error sends     the vote
 *   OM                     the default                         majority of all
 *   Z                      an error                            majority of what is no error
 *   OMH                    "I got an error", a word            majority of what is no error
 *
 * Z is the firmware's OM with the firmware's hybrid vote, so nothing of its own can be at fault but its idea. With
 * five computers, m = 1, a benign source and one asymmetric relay, within its published bound, the three good
 * relays' errors drop out and each good computer takes the liar's word for it (Lincoln and Rushby 1993).
 */
import { ERROR, hybridMajority } from '../../../firmware/agreement/hybrid-vote.js';
import { OralMessages } from '../../../firmware/agreement/om.js';
import type { HybridMessagesConfig } from '../../../firmware/agreement/omh.js';

/** One computer's part of Algorithm Z; words as in `hybrid-vote.ts`, without reports. */
export function createAlgorithmZ({ tree, self, otherwise }: HybridMessagesConfig): OralMessages {
  return new OralMessages({
    tree,
    self,
    choice: (values, first, count) => hybridMajority(values, first, count, otherwise),
    absent: ERROR,
    everyVote: true,
  });
}
