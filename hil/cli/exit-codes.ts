/**
 * What the process says to a script that ran it.
 *
 * An internal error ends with `inconclusive`: there is no verdict, and a script must not read one into it.
 */
export const EXIT = {
  /** Everything asked for held. */
  held: 0,
  /** A requirement or condition was violated. */
  violated: 1,
  /** The input was wrong: a file, an option, an argument. */
  badInput: 2,
  /** The bench failed: a full disk, a folder that may not be written to. */
  bench: 3,
  /** Nothing was exercised, or we failed ourselves. */
  inconclusive: 4,
  /** Ctrl-C; what was flown so far is written. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
