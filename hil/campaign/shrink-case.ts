/**
 * What shrinking works on: a rig and a plan, with every fault in the plan; and what counts as the same failure.
 *
 *   rig file { …, faults: [a] } + plan [b]  ──►  rig { … } + plan [a, b], each with its id written out
 *
 * Ids are written out because luck hangs on them: a fault's noise is drawn from a stream named after its id, and a
 * fault that became `f1` because another was left out would be another fault.
 */
import type { FlightReport } from '../rig/fly.js';
import { framesOf } from '../rig/flight-length.js';
import { withFaultEntries } from '../rig/rig-file.js';
import { withoutKeys } from './fault-keys.js';
import type { FaultEntry, FlightPlan, Variant } from './flight-plan.js';
import { Flyer, type FlyerOptions, specOf } from './flyer.js';

export interface FlightCase {
  readonly variant: Variant;
  readonly plan: FlightPlan;
}

/** Hazard = any limit broken; the others came without one, the last being any violation that cannot be told apart. */
type FailureKind = 'hazard' | 'requirement' | 'ic1' | 'ic2' | 'split' | 'violation';

/** A failure, and what is needed of its flight to go on. */
export interface Failure {
  readonly kind: FailureKind;
  /** It failed although the scheme claims to hold what struck it. */
  readonly withinBound: boolean;
  /** Frame at whose end the failure is there; null where the flight does not tell. */
  readonly lastFrame: number | null;
  /** Length of the flight as the rig states it. */
  readonly frames: number;
  readonly periodUs: number;
  readonly computers: number;
}

/** The failure of a flight; null where it did not fail. */
export function failureOf(report: FlightReport): Failure | null {
  if (report.document.verdict !== 'fail') return null;
  const { hazard, agreement } = report.document;
  const { spec } = report.prepared;
  const [kind, lastFrame] = hazard === null ? violationOf(report) : (['hazard', hazard.frame] as const);
  return {
    kind,
    withinBound: agreement.withinBound,
    lastFrame,
    frames: framesOf(spec),
    periodUs: spec.frame.periodUs,
    computers: spec.scheme.computers,
  };
}

function violationOf({ document, first, broken }: FlightReport): [FailureKind, number | null] {
  if (broken.length > 0) return ['requirement', null];
  const { agreement } = document;
  // A flight that left the bound for some of its frames does not tell which of its violations counted.
  if (agreement.withinBound && agreement.ic1 > 0) return ['ic1', first.ic1];
  if (agreement.withinBound && agreement.ic2 > 0) return ['ic2', first.ic2];
  if (agreement.withinBound && agreement.commandSplits > 0) return ['split', first.split];
  return ['violation', null];
}

/**
 * The same kind of failure. Any limit may stand for another, since a smaller fault may reach another one first; but
 * a failure inside the bound, which is a defect, must not be traded for one outside, which is what theory says.
 */
export function isSameFailure(a: Failure, b: Failure): boolean {
  return a.kind === b.kind && a.withinBound === b.withinBound;
}

/** `a` comes later than `b`, as far as their flights tell. */
export function isLater(a: Failure, b: Failure): boolean {
  return a.lastFrame !== null && b.lastFrame !== null && a.lastFrame > b.lastFrame;
}

/** The case with the rig's own faults moved into the plan, and all ids written out. Throws InputError. */
export function wholeCase({ variant, plan }: FlightCase, options: FlyerOptions): FlightCase {
  const own = (variant.document.faults ?? []) as readonly FaultEntry[];
  const document = withoutKeys(variant.document, ['faults']);
  const faults = withIds([...own, ...plan.faults], idsOf({ variant, plan }, options));
  return { variant: { ...variant, document }, plan: { ...plan, variant: 0, faults } };
}

/** The case with the ids of its plan written out, and the rig as it is. Throws InputError. */
export function namedCase({ variant, plan }: FlightCase, options: FlyerOptions): FlightCase {
  const ids = idsOf({ variant, plan }, options);
  const faults = withIds(plan.faults, ids.slice(ids.length - plan.faults.length));
  return { variant, plan: { ...plan, variant: 0, faults } };
}

function idsOf({ variant, plan }: FlightCase, options: FlyerOptions): string[] {
  const spec = specOf(variant, options);
  return withFaultEntries(spec, { entries: plan.faults, name: variant.name }).faults.map(({ id }) => id);
}

function withIds(entries: readonly FaultEntry[], ids: readonly string[]): FaultEntry[] {
  return entries.map((entry, i) => ({ id: ids[i], ...entry }));
}

/** Flies cases one after another; as long as the rig stays the same, it is prepared once. */
export class CaseFlyer {
  readonly #options: FlyerOptions;
  #variant: Variant | null = null;
  #flyer: Flyer;

  constructor(options: FlyerOptions) {
    this.#options = options;
    this.#flyer = new Flyer([], options);
  }

  /** Throws InputError where the case cannot be flown. */
  fly({ variant, plan }: FlightCase): Promise<FlightReport> {
    if (variant !== this.#variant) {
      this.#flyer = new Flyer([variant], this.#options);
      this.#variant = variant;
    }
    return this.#flyer.report({ ...plan, variant: 0 });
  }
}
