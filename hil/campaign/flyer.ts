/**
 * Flies plans. What a rig's flights share (file, modules, trim, schedule) is made once for each variant, since it costs
 * as much as a second of flight.
 */
import type { ParsedDocument } from '../files/document.js';
import type { FrameRecord } from '../record/frame-record.js';
import { type PreparedRig, prepareRig } from '../rig/build-rig.js';
import { flyPrepared, type FlightReport } from '../rig/fly.js';
import { rigOf, withFaultEntries } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { FlightPlan, Variant } from './flight-plan.js';
import type { FlightResult } from './flight-result.js';

export interface FlyerOptions {
  readonly allowModules?: boolean;
}

export class Flyer {
  readonly #variants: readonly Variant[];
  readonly #options: FlyerOptions;
  readonly #prepared = new Map<number, Promise<PreparedRig>>();

  constructor(variants: readonly Variant[], options: FlyerOptions = {}) {
    this.#variants = variants;
    this.#options = options;
  }

  /** The variant, ready to fly. Throws InputError where its file cannot be flown. */
  prepared(variant: number): Promise<PreparedRig> {
    let prepared = this.#prepared.get(variant);
    if (prepared === undefined) {
      prepared = prepareRig(specOf(this.#variants[variant], this.#options));
      this.#prepared.set(variant, prepared);
    }
    return prepared;
  }

  /** Flies a plan. Throws InputError where its faults cannot strike this rig. */
  async fly(plan: FlightPlan, onFrame?: (record: FrameRecord) => void): Promise<FlightResult> {
    const { name } = this.#variants[plan.variant];
    return resultOf(plan, { name, report: await this.report(plan, onFrame) });
  }

  /** The same, with all that a flight tells. */
  async report(
    plan: FlightPlan,
    onFrame?: (record: FrameRecord) => void,
    { replay = '', signal }: { replay?: string; signal?: AbortSignal } = {},
  ): Promise<FlightReport> {
    const prepared = await this.prepared(plan.variant);
    const name = `flight ${plan.index} of ${this.#variants[plan.variant].name}`;
    const spec = withFaultEntries(prepared.spec, { entries: plan.faults, name });
    const options = {
      seed: plan.seed,
      replay,
      ...(onFrame === undefined ? {} : { onFrame }),
      ...(signal === undefined ? {} : { signal }),
    };
    return flyPrepared({ ...prepared, spec }, options);
  }
}

/** The rig of a variant. Throws InputError, named after the variant. */
export function specOf({ name, document, directory }: Variant, options: FlyerOptions): RigSpec {
  const parsed: ParsedDocument = { name, data: document, problems: [], lineOf: () => undefined };
  return rigOf(parsed, { ...options, directory });
}

function resultOf(plan: FlightPlan, { name, report }: { name: string; report: FlightReport }): FlightResult {
  const { document, prepared, margin } = report;
  const { met, missed, skipped, aborted, byCause } = document.deadline;
  return {
    index: plan.index,
    seed: plan.seed,
    rig: name,
    stratum: plan.stratum,
    verdict: document.verdict,
    frames: document.frames,
    hazard: document.hazard,
    margin,
    agreement: document.agreement,
    deadline: { met, missed, skipped, aborted, byCause },
    faults: document.faults.map((states, i) => {
      const { target, mode } = prepared.spec.faults[i];
      return { ...states, target, mode };
    }),
    traceHash: document.traceHash,
    plan: plan.faults,
  };
}
