/**
 * The judge reads frame records and nothing else, and shares no code with what it judges (ORACLE-SEP): if the
 * voting code were wrong, a judge that used it would agree with it.
 */
import type { FrameRecord } from '../record/frame-record.js';
import { ActuatorCheck } from './actuator-check.js';
import { AgreementCheck } from './agreement-check.js';
import { BlameCheck } from './blame-check.js';
import type { Charge } from './charge.js';
import { DeadlineAccount } from './deadline-account.js';
import { FrameFacts } from './frame-facts.js';
import { HazardCheck } from './hazard-check.js';
import { IsolationCheck } from './isolation-check.js';

export class Judge {
  readonly agreement: AgreementCheck;
  readonly actuators = new ActuatorCheck();
  readonly hazards: HazardCheck;
  readonly deadlines: DeadlineAccount;
  readonly blame: BlameCheck;
  /** Null where nobody is isolated. */
  readonly isolation: IsolationCheck | null;
  /** Frames observed. */
  frames = 0;
  readonly #facts = new FrameFacts();

  constructor({ scheme, limits, faults }: Charge) {
    this.agreement = new AgreementCheck(scheme);
    this.hazards = new HazardCheck(limits);
    this.deadlines = new DeadlineAccount(scheme.computers);
    this.blame = new BlameCheck(faults);
    this.isolation = scheme.isolate === true ? new IsolationCheck(scheme, faults) : null;
  }

  /** Takes one frame; returns whether the flight goes on. */
  observe(record: FrameRecord): boolean {
    this.frames++;
    this.#facts.read(record);
    this.agreement.observe(record, this.#facts);
    this.actuators.observe(record, this.#facts);
    const agreed = this.agreement.withinBound;
    const wronged = this.isolation?.observe(record, this.#facts, { agreed }) ?? false;
    this.blame.observe(record, this.#facts, { wronged });
    this.hazards.observe(record);
    const lost = this.hazards.hazard !== null;
    this.deadlines.observe(record, { aborted: lost });
    return !lost;
  }

  /** Whether a fault's effect, from its onset on, was kept from every surface and every limit. */
  masked({ onset }: { onset: number }): boolean {
    return this.hazards.hazard === null && this.actuators.lastNotFollowed < onset;
  }
}
