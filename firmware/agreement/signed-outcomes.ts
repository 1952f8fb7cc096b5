/**
 * What can become of a chain that arrives, in the order in which it is found out: cheap reasons first, and only
 * what passes all of them costs a verification.
 *
 *   form         malformed … selfSigned      the words alone
 *   need         afterBad … overCap          what is held already
 *   signature    badSignature                dear
 *
 * `known` and `moot` are no faults: a good relay sends what its receiver has long had. All others are drops, and
 * each says that the sender, or the line from it, is not what it should be.
 */
export const OUTCOME = {
  /** A value not held before. */
  accepted: 0,
  /** The value is held already. */
  known: 1,
  /** Two values are held already: nothing can change the outcome. */
  moot: 2,
  /** Not a chain, or more or fewer words than the packet has. */
  malformed: 3,
  /** Fewer signers than the round has. */
  late: 4,
  /** More signers than the round has. */
  early: 5,
  /** About a computer that is no source. */
  unknownSource: 6,
  /** Signed by a computer that does not exist. */
  unknownSigner: 7,
  /** The first signer is not the source. */
  notFromSource: 8,
  /** The last signer is not the sender. */
  notFromSender: 9,
  repeatedSigner: 10,
  /** My own signature is in it. */
  selfSigned: 11,
  /** Behind a bad signature of the same sender about the same source: not verified. */
  afterBad: 12,
  /** The third chain of this sender about this source. */
  overCap: 13,
  badSignature: 14,
} as const;

export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

export const OUTCOME_COUNT = 15;

/** The first outcome that is a drop. */
export const FIRST_DROP = OUTCOME.malformed;
