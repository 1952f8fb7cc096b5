/**
 * Where a debugger could reach into a running computer: between the vote, the selection and the control law.
 *
 *   agree ──vector──► select ──selected──► law ──decided──► command
 *
 * A computer that is looked at calls these in every frame, and what is changed there is what it goes on with, as if a
 * particle had struck the register. Nobody is attached in flight. The alternative, faults that know the computer's own
 * fields, would put the laboratory's code inside what it tests.
 */
export interface Probe {
  /** The agreed vector, n × 16 counts, row = source; not called where computers agree on none. */
  vector(counts: Int16Array): void;
  /** What the law is about to read, 16 counts. */
  selected(counts: Int16Array): void;
  /** The command, four counts, and the law's state (its first STATE_WORDS words); before the command is sent. */
  decided(command: Int16Array, state: Int32Array): void;
}
