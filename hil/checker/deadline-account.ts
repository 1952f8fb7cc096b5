/**
 * The deadline account: every frame is met, missed, skipped or aborted, and the four add up (DL-ACCT).
 *
 *   aborted   the flight ended inside it
 *   missed    some running computer finished a slot late, or a packet of one arrived late
 *   skipped   some computer was still busy when the frame began, so that its start had passed
 *   met       the rest
 *
 * The first that applies, in this order, is the frame's, for the rig as for each computer. A computer that has
 * crashed is a fault, not a miss: its frames count among *the rest*.
 */
import { CAUSE, COMPUTER_FIELD, OUTCOME, type FrameRecord } from '../record/frame-record.js';
import { LatencyHistogram } from './latency-histogram.js';

export interface DeadlineCounts {
  met: number;
  missed: number;
  skipped: number;
  aborted: number;
}

export interface DeadlineSummary extends DeadlineCounts {
  /** Missed (computer, frame) pairs by cause. */
  readonly byCause: { compute: number; hostStall: number; bus: number; silentPeer: number };
  readonly perComputer: readonly DeadlineCounts[];
  /** Frame start to the last command at the actuators, µs, percentiles to three figures; null where none came. */
  readonly latencyUs: { p50: number; p99: number; max: number } | null;
}

function noFrames(): DeadlineCounts {
  return { met: 0, missed: 0, skipped: 0, aborted: 0 };
}

export class DeadlineAccount {
  readonly #rig = noFrames();
  readonly #perComputer: DeadlineCounts[];
  readonly #byCause = { compute: 0, hostStall: 0, bus: 0, silentPeer: 0 };
  readonly #latency = new LatencyHistogram();

  constructor(computers: number) {
    this.#perComputer = Array.from({ length: computers }, noFrames);
  }

  /** `aborted`: the flight ended inside this frame. */
  observe(record: FrameRecord, { aborted }: { aborted: boolean }): void {
    let missed = false;
    let skipped = false;
    for (let computer = 0; computer < record.computers; computer++) {
      const at = record.computerAt(computer, COMPUTER_FIELD.outcome);
      const outcome = record.ints[at];
      const counts = this.#perComputer[computer];
      if (aborted) counts.aborted++;
      else if (outcome === OUTCOME.missed) {
        missed = true;
        counts.missed++;
        this.#blame(record.ints[record.computerAt(computer, COMPUTER_FIELD.cause)]);
      } else if (outcome === OUTCOME.skipped) {
        skipped = true;
        counts.skipped++;
      } else counts.met++;
    }
    if (aborted) this.#rig.aborted++;
    else if (missed) this.#rig.missed++;
    else if (skipped) this.#rig.skipped++;
    else this.#rig.met++;
    if (record.latencyUs > 0) this.#latency.record(record.latencyUs);
  }

  summary(): DeadlineSummary {
    const latency = this.#latency;
    return {
      ...this.#rig,
      byCause: { ...this.#byCause },
      perComputer: this.#perComputer.map((counts) => ({ ...counts })),
      latencyUs:
        latency.count > 0
          ? { p50: latency.percentile(50), p99: latency.percentile(99), max: latency.max }
          : null,
    };
  }

  #blame(cause: number): void {
    if (cause === CAUSE.compute) this.#byCause.compute++;
    else if (cause === CAUSE.hostStall) this.#byCause.hostStall++;
    else if (cause === CAUSE.bus) this.#byCause.bus++;
    else this.#byCause.silentPeer++;
  }
}
