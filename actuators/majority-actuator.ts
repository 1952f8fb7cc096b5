/**
 * One servo behind an exact voter: the surface follows the bits that more than half of the computers heard agree on.
 *
 * One bad computer of three or more is overruled completely and leaves no trace in the motion. The price: good
 * computers must agree on every bit, for where they do not, there is no majority and the surface stops
 * (`fallback.ts`). The three-motor actuator pays the other price.
 */
import { ACTUATOR_STATE, type ActuatorOptions } from './actuator.js';
import type { ActuatorFault } from './faults.js';
import { ServoActuator } from './servo-actuator.js';
import { MajorityVoter } from './voter.js';

export class MajorityActuator extends ServoActuator {
  private readonly voter: MajorityVoter;

  /** @throws RangeError for a value out of range */
  constructor(options: ActuatorOptions) {
    super(options);
    this.voter = new MajorityVoter(options.computers);
  }

  /** @throws RangeError for a fault of one motor: there is one servo */
  override attach(fault: ActuatorFault): void {
    if (fault.motor !== undefined)
      throw new RangeError(`motor = ${fault.motor}: a majority actuator has no motors`);
    super.attach(fault);
  }

  protected move(commands: Int16Array, present: Uint8Array): void {
    const { voter } = this;
    voter.vote(commands, present, this.effector);
    this.absent = voter.absent;
    if (!voter.found) {
      this.lose();
      return;
    }
    this.fallback.found();
    this.voted = voter.value;
    this.outvoted = voter.outvoted;
    this.state = ACTUATOR_STATE.following;
    this.servo.follow(voter.value * this.unitsPerCount);
  }
}
