/**
 * A failed flight flown again, for its plots and the vote of the frame in which it went wrong.
 *
 *   once to know   when it failed, and in which frame good computers first disagreed
 *   once to see    ├──before──┤fault├────────┤vote├────────┤failed├─after─┤
 *
 * Flying twice is cheaper than keeping every frame of a flight whose end is not known yet, and flights are the same
 * each time. Points are bounded by what a page can hold: a longer window shows every second frame, or every third.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES, QUANTITY } from '../../firmware/icd/quantities.js';
import { type FlightResult, planOf } from '../campaign/flight-result.js';
import type { Flyer } from '../campaign/flyer.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, DOUBLE, type FrameRecord } from '../record/frame-record.js';
import type { FlightReport } from '../rig/fly.js';
import { grouped } from '../files/grouped-digits.js';
import { counted, frameAt, LIMIT_WORDS, plain, quantity } from './figures.js';
import { onsetOf, type Pick } from './flight-picks.js';
import { commandOf, readingOf, type VoteMatrix, voteMatrix } from './vote-matrix.js';

const FRAMES_BEFORE = 50;
const FRAMES_AFTER = 100;
/** Values of one flight in the page: about 120 kB of text. */
const VALUES_MAX = 20_000;
const POINTS_MAX = 700;

type Value = number | null;

/** Time series; every list is as long as `timeS`. */
export interface FlightTraces {
  readonly timeS: number[];
  readonly loadFactorG: number[];
  readonly alphaDeg: number[];
  /** By effector, in its unit. */
  readonly positions: readonly number[][];
  /** By computer: its command for the effector shown, as it reached the actuators. */
  readonly commands: readonly Value[][];
  /** The quantity shown, as it is; and by computer as its own sensor read it, and as it was selected for use. */
  readonly truth: number[];
  readonly sent: readonly Value[][];
  readonly selected: readonly Value[][];
}

export interface FlightStory {
  readonly pick: Pick;
  /** What failed, in a sentence. */
  readonly reasons: readonly string[];
  readonly report: FlightReport;
  /** Frame in which the flight failed; −1 where it failed by a count of the whole. */
  readonly failedFrame: number;
  readonly traces: FlightTraces;
  readonly vote: VoteMatrix | null;
  /** Whether good computers disagreed in the frame of the vote. */
  readonly disagreed: boolean;
  /** Shown: index into QUANTITIES, into EFFECTORS. */
  readonly quantity: number;
  readonly effector: number;
}

/** Flies the flight again, twice. Throws InputError where its rig or plan is no longer to be had. */
export async function retell(
  pick: Pick,
  { flyer, variant }: { flyer: Flyer; variant: number },
): Promise<FlightStory> {
  const plan = planOf(pick.flight, variant);
  const report = await flyer.report(plan);
  const shown = { quantity: quantityOf(pick.flight), effector: effectorOf(pick.flight) };
  const { split, ic1, ic2 } = report.first;
  const disagreements = [split, ic1, ic2].filter((frame) => frame >= 0);
  const disagreed = disagreements.length > 0;
  const failedFrame = report.document.hazard?.frame ?? (disagreed ? Math.min(...disagreements) : -1);
  const voteFrame = disagreed
    ? Math.min(...disagreements)
    : failedFrame >= 0
      ? failedFrame
      : report.document.frames - 1;
  const { computers } = report.prepared.spec.scheme;
  const from = Math.max(0, Math.min(onsetOf(pick.flight), voteFrame) - FRAMES_BEFORE);
  const to = Math.min(report.document.frames - 1, Math.max(failedFrame, voteFrame) + FRAMES_AFTER);
  const points = Math.min(POINTS_MAX, Math.floor(VALUES_MAX / (4 + EFFECTORS.length + 3 * computers)));
  const stride = Math.max(1, Math.ceil((to - from + 1) / points));
  const traces = emptyTraces(computers);
  let vote: VoteMatrix | null = null;
  await flyer.report(plan, (record) => {
    const { frame } = record;
    if (frame === voteFrame) vote = voteMatrix(record, shown);
    // Counted back from the end, so that the last frame shown is the last one flown.
    if (frame >= from && frame <= to && (to - frame) % stride === 0) {
      append(traces, record, { ...shown, periodUs: report.prepared.spec.frame.periodUs });
    }
  });
  return { pick, reasons: reasonsOf(report), report, failedFrame, traces, vote, disagreed, ...shown };
}

function emptyTraces(computers: number): FlightTraces {
  const perComputer = (): Value[][] => Array.from({ length: computers }, () => []);
  return {
    timeS: [],
    loadFactorG: [],
    alphaDeg: [],
    positions: EFFECTORS.map(() => []),
    commands: perComputer(),
    truth: [],
    sent: perComputer(),
    selected: perComputer(),
  };
}

function append(
  traces: FlightTraces,
  record: FrameRecord,
  { quantity, effector, periodUs }: { quantity: number; effector: number; periodUs: number },
): void {
  const { doubles } = record;
  traces.timeS.push((record.frame * periodUs) / 1e6);
  traces.loadFactorG.push(doubles[DOUBLE.truth + QUANTITY.normalLoad]);
  traces.alphaDeg.push(doubles[DOUBLE.truth + QUANTITY.alpha]);
  traces.truth.push(doubles[DOUBLE.truth + quantity]);
  for (let e = 0; e < EFFECTORS.length; e++) traces.positions[e].push(doubles[DOUBLE.position + e]);
  for (let id = 0; id < record.computers; id++) {
    const running = record.has(id, COMPUTER_FLAG.running);
    const reading = (at: number): Value =>
      running ? readingOf(record.countAt(at, quantity), quantity) : null;
    traces.commands[id].push(commandOf(record, { id, effector }));
    traces.sent[id].push(reading(record.computerAt(id, COMPUTER_FIELD.sent)));
    traces.selected[id].push(reading(record.selectedAt(id)));
  }
}

/** The first quantity that a fault names; otherwise angle of attack, on which the unstable aircraft hangs. */
function quantityOf({ faults }: FlightResult): number {
  for (const { target } of faults) {
    const [kind, names = ''] = target.split('/');
    if (kind !== 'sensor') continue;
    const at = QUANTITIES.findIndex(({ name }) => name === names.split(',')[0]);
    if (at >= 0) return at;
  }
  return QUANTITY.alpha;
}

/** The first effector that a fault names; otherwise the elevator. */
function effectorOf({ faults }: FlightResult): number {
  for (const { target } of faults) {
    const [kind, named = ''] = target.split('/');
    const at = kind === 'actuator' ? EFFECTORS.findIndex(({ name }) => name === named) : -1;
    if (at >= 0) return at;
  }
  return 0;
}

function reasonsOf({ document, prepared, broken }: FlightReport): string[] {
  const reasons: string[] = [];
  const { hazard, agreement, diagnosis } = document;
  const { limits, frame } = prepared.spec;
  if (hazard !== null) {
    const { words, unit } = LIMIT_WORDS[hazard.limit];
    const [low, high] = limits[hazard.limit];
    const where = frameAt({ frame: hazard.frame, periodUs: frame.periodUs });
    reasons.push(
      `${words} ${quantity(hazard.value, unit)} in ${where}, allowed ${plain(low)} … ${quantity(high, unit)}`,
    );
  }
  for (const requirement of broken) reasons.push(`${requirement}, which the rig does not allow`);
  if (agreement.withinBound && agreement.ic1 + agreement.ic2 > 0) {
    reasons.push(
      `IC1 violated ${grouped(agreement.ic1)} times and IC2 ${grouped(agreement.ic2)} times, within the bound`,
    );
  }
  if (agreement.withinBound && agreement.commandSplits > 0) {
    reasons.push(
      `good computers commanded differently in ${counted(agreement.commandSplits, 'frame')}, within the bound`,
    );
  }
  if (diagnosis?.withinBound === true && diagnosis.goodIsolated > 0) {
    reasons.push(`${counted(diagnosis.goodIsolated, 'good unit')} isolated`);
  }
  return reasons.length > 0 ? reasons : ['a condition of the scheme was violated'];
}
