/**
 * One servo that follows the computer in command: the first of a row that speaks and has not been switched off.
 *
 *   chain   unit = a computer              speaks when its command arrives
 *   pairs   unit = computers 2k and 2k+1   speaks when both send the same command, bit for bit
 *
 * Nothing is voted on, so a wrong command of the one in command is followed like a right one; who is in command is
 * decided by silence and by being switched off alone (`icd/command-chain.ts`). Each surface decides for itself, from what
 * arrived at it: a computer that is cut off from the surfaces is silent for them, however loud it is elsewhere. A
 * relay that a backup throws for all surfaces at once was the alternative, and would be one relay.
 */
import { CommandChain } from '../firmware/icd/command-chain.js';
import { EFFECTOR_COUNT } from '../firmware/icd/effectors.js';
import { ACTUATOR_STATE, type ActuatorOptions, NO_COMMAND } from './actuator.js';
import type { ActuatorFault } from './faults.js';
import { ServoActuator } from './servo-actuator.js';

/** What may be in command: each computer, or pairs that check themselves. */
export type Engagement = 'chain' | 'pairs';

export class EngagedActuator extends ServoActuator {
  aside = 0;
  readonly #chain: CommandChain;
  readonly #computers: number;
  readonly #unitSize: number;

  /** @throws RangeError for a value out of range, or for pairs of which one lacks its half */
  constructor(options: ActuatorOptions, engagement: Engagement) {
    super(options);
    const { computers } = options;
    this.#unitSize = engagement === 'pairs' ? 2 : 1;
    if (computers < 1 || computers % this.#unitSize !== 0)
      throw new RangeError(`computers = ${computers} cannot be ${engagement}`);
    this.#computers = computers;
    this.#chain = new CommandChain(computers / this.#unitSize);
  }

  override reset(position: number): void {
    super.reset(position);
    this.#chain.reset();
    this.aside = 0;
  }

  /** @throws RangeError for a fault of one motor: there is one servo */
  override attach(fault: ActuatorFault): void {
    if (fault.motor !== undefined)
      throw new RangeError(`motor = ${fault.motor}: an engaged actuator has no motors`);
    super.attach(fault);
  }

  /** Switches computers off; only a chain has anyone who could ask for it. */
  trip(computers: number): void {
    if (this.#unitSize === 1) this.#chain.trip(computers);
  }

  protected move(commands: Int16Array, present: Uint8Array): void {
    const chain = this.#chain;
    const speaking = this.#hear(commands, present);
    chain.update(speaking);
    const { inCommand } = chain;
    this.#noteOthers(commands, present);
    if ((speaking & (1 << inCommand)) === 0 || chain.cut) {
      const { outvoted } = this;
      this.lose();
      this.outvoted = outvoted;
      return;
    }
    this.fallback.found();
    this.voted = commands[inCommand * this.#unitSize * EFFECTOR_COUNT + this.effector];
    this.state = ACTUATOR_STATE.following;
    this.servo.follow(this.voted * this.unitsPerCount);
  }

  /** Bitmask of the units that speak. */
  #hear(commands: Int16Array, present: Uint8Array): number {
    let speaking = 0;
    for (let i = 0; i < this.#computers; i += this.#unitSize) {
      if (!this.#arrived(i, commands, present)) continue;
      const partner = i + this.#unitSize - 1;
      if (!this.#arrived(partner, commands, present)) continue;
      if (sameCommand(commands, i, partner)) speaking |= 1 << (i / this.#unitSize);
    }
    return speaking;
  }

  /** Who commands and is ignored, and who of them has had command and lost it: those are overruled. */
  #noteOthers(commands: Int16Array, present: Uint8Array): void {
    const first = this.#chain.inCommand * this.#unitSize;
    this.aside = 0;
    this.outvoted = 0;
    this.absent = 0;
    for (let i = 0; i < this.#computers; i++) {
      const bit = 1 << i;
      if (!this.#arrived(i, commands, present)) this.absent++;
      else if (i < first || i >= first + this.#unitSize) this.aside |= bit;
      if (i < first) this.outvoted |= this.aside & bit;
    }
  }

  #arrived(computer: number, commands: Int16Array, present: Uint8Array): boolean {
    return present[computer] !== 0 && commands[computer * EFFECTOR_COUNT + this.effector] !== NO_COMMAND;
  }
}

/** All four commands of two computers: a pair at odds about the rudder is not to be had for the elevator either. */
function sameCommand(commands: Int16Array, a: number, b: number): boolean {
  for (let e = 0; e < EFFECTOR_COUNT; e++)
    if (commands[a * EFFECTOR_COUNT + e] !== commands[b * EFFECTOR_COUNT + e]) return false;
  return true;
}
