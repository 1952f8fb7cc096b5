/**
 * Exact majority: the command that more than half of the computers heard from sent, bit for bit, and at least two.
 *
 * Votes are over what has arrived: a computer that is late or absent has no say, so three computers of which one
 * has stopped still carry a vote of two. One alone is no majority, whoever else has fallen silent: no single
 * computer of several ever moves a surface. Equal bits are asked for because agreement promises them; a tolerance
 * would accept what agreement exists to exclude, and would have to be argued for every surface and speed.
 */
import { EFFECTOR_COUNT } from '../firmware/icd/effectors.js';
import { NO_COMMAND } from './actuator.js';

export class Voter {
  /** The majority's command, counts, or NO_COMMAND. */
  winner = NO_COMMAND;
  /** Bitmask of computers that sent something else than the winner. */
  outvoted = 0;
  /** Computers whose command did not arrive. */
  absent = 0;
  readonly #effector: number;

  constructor(effector: number) {
    this.#effector = effector;
  }

  /** Counts the votes: commands[computer × 4 + effector] where present[computer] is 1. */
  vote(commands: Int16Array, present: Uint8Array): void {
    const computers = present.length;
    const votesMin = computers > 1 ? 2 : 1;
    let arrived = 0;
    for (let i = 0; i < computers; i++) arrived += present[i];
    this.absent = computers - arrived;
    this.winner = NO_COMMAND;
    this.outvoted = 0;
    for (let i = 0; i < computers; i++) {
      if (present[i] === 0) continue;
      const candidate = commands[i * EFFECTOR_COUNT + this.#effector];
      let votes = 0;
      let others = 0;
      for (let j = 0; j < computers; j++) {
        if (present[j] === 0) continue;
        if (commands[j * EFFECTOR_COUNT + this.#effector] === candidate) votes++;
        else others |= 1 << j;
      }
      if (2 * votes <= arrived || votes < votesMin) continue;
      this.winner = candidate;
      this.outvoted = others;
      return;
    }
  }
}
