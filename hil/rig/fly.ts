/**
 * Flies a rig to its end, or until someone stops it, and says what happened.
 *
 * The loop gives the event loop a turn every few thousand frames, which is what lets Ctrl-C through; the turn is
 * not a wait, and virtual time does not notice it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { standsBy } from '../../firmware/fcc/scheme.js';
import type { Extremes } from '../checker/hazard-check.js';
import type { FrameRecord } from '../record/frame-record.js';
import { buildFlight, prepareRig, type PreparedRig } from './build-rig.js';
import { CommandLog } from './command-log.js';
import type { Flight } from './flight.js';
import type { FaultStates, FlyDocument, Verdict } from './fly-document.js';
import { FlightLog, type SurfaceLog } from './flight-log.js';
import { type IsolationEvent, IsolationLog } from './isolation-log.js';
import { parseRequirement } from './requirement.js';
import type { RigSpec } from './rig-spec.js';
import { PACKAGE_VERSION } from '../files/package-root.js';

const FRAMES_PER_TURN = 4096;

export interface FlyOptions {
  /** Decimal, 0 … 2^64−1. */
  readonly seed: string;
  /** Stops the flight between two frames. */
  readonly signal?: AbortSignal;
  /** Sees every frame; the record is overwritten by the next, which waits for a promise where there is one. */
  readonly onFrame?: ((record: FrameRecord) => void) | ((record: FrameRecord) => Promise<void> | undefined);
  /** The command that flies this again. */
  readonly replay: string;
}

/** More about one fault than the document says. Frames are −1 where it never happened. */
export interface FaultFacts extends FaultStates {
  readonly activatedFrame: number;
  readonly detectedFrame: number;
  readonly wrongUnitFrame: number;
}

export interface FlightReport {
  readonly document: FlyDocument;
  readonly prepared: PreparedRig;
  readonly faults: readonly FaultFacts[];
  readonly surfaces: readonly SurfaceLog[];
  /** Who was in command; null where all vote. */
  readonly command: CommandLog | null;
  /** Who was isolated, and first frames of what was wrong with it; null where nobody can be. */
  readonly isolation: {
    readonly events: readonly IsolationEvent[];
    readonly check: { readonly splitFirst: number; readonly goodIsolatedFirst: number };
  } | null;
  /** First frames of each kind of disagreement; −1 where there was none. */
  readonly first: {
    readonly ic1: number;
    readonly ic2: number;
    readonly split: number;
    readonly notFollowed: number;
  };
  /** Lowest and highest value reached of each limited quantity. */
  readonly extremes: Extremes;
  /** Least share left of the room to a limit that there was at the start; 0 = at a limit, below 0 = beyond. */
  readonly margin: number;
  /** Requirements that failed the flight, as written. */
  readonly broken: readonly string[];
  readonly interrupted: boolean;
}

/** Flies the rig. Throws InputError where the rig cannot be made to fly. */
export async function fly(spec: RigSpec, options: FlyOptions): Promise<FlightReport> {
  const prepared = await prepareRig(spec);
  return flyPrepared(prepared, options);
}

/** Flies a rig that is already prepared. */
export async function flyPrepared(prepared: PreparedRig, options: FlyOptions): Promise<FlightReport> {
  const { spec } = prepared;
  const flight = buildFlight(prepared, options);
  const log = new FlightLog();
  const command = standsBy(spec.scheme)
    ? new CommandLog({
        computers: spec.scheme.computers,
        unitSize: spec.scheme.protocol === 'com-mon' ? 2 : 1,
      })
    : null;
  const isolation = spec.scheme.isolate === true ? new IsolationLog(spec.scheme) : null;
  const frames = Math.round((spec.durationS * 1e6) / spec.frame.periodUs);
  let flown = 0;
  while (flown < frames && !flight.over && options.signal?.aborted !== true) {
    flight.flyFrame();
    log.observe(flight.record);
    command?.observe(flight.record);
    isolation?.observe(flight.record);
    const seen = options.onFrame?.(flight.record);
    if (seen !== undefined) await seen;
    flown++;
    if (flown % FRAMES_PER_TURN === 0) await nextTurn();
  }
  const interrupted = flown < frames && !flight.over;
  return report({ prepared, flight, log, command, isolation, options, interrupted });
}

function report(flown: {
  prepared: PreparedRig;
  flight: Flight;
  log: FlightLog;
  command: CommandLog | null;
  isolation: IsolationLog | null;
  options: FlyOptions;
  interrupted: boolean;
}): FlightReport {
  const { prepared, flight, log, command, isolation, options, interrupted } = flown;
  const { spec, plan } = prepared;
  const { judge } = flight;
  const { agreement } = judge;
  const faults = flight.tracks.map((track, i): FaultFacts => {
    const detectedFrame = judge.blame.detectedFrame[i];
    const wrongUnitFrame = judge.blame.wrongUnitFrame[i];
    return {
      id: track.spec.id,
      requested: true,
      applied: track.applied,
      activated: track.activated,
      detected: track.activated && detectedFrame >= 0,
      masked: track.activated && judge.masked(track.spec),
      wrongUnit: wrongUnitFrame >= 0,
      activatedFrame: track.activatedFrame,
      detectedFrame,
      wrongUnitFrame,
    };
  });
  const { latencyUs, ...account } = judge.deadlines.summary();
  const broken = spec.failOn.filter((text) => parseRequirement(text)?.fails(account) === true);
  return {
    document: {
      version: PACKAGE_VERSION,
      rig: spec.name,
      seed: options.seed,
      frames: judge.frames,
      verdict: verdictOf({ flight, faults, broken }),
      agreement: {
        withinBound: agreement.withinBound,
        ic1: agreement.ic1,
        ic2: agreement.ic2,
        commandSplits: agreement.commandSplits,
      },
      ...(command === null ? {} : { command: command.finished() }),
      ...(isolation === null || judge.isolation === null
        ? {}
        : {
            isolation: isolation.events,
            diagnosis: {
              withinBound: judge.isolation.withinBound,
              verdictSplits: judge.isolation.verdictSplits,
              goodIsolated: judge.isolation.goodIsolated,
            },
          }),
      deadline: { ...account, latencyUs: latencyUs ?? { p50: 0, p99: 0, max: 0 } },
      hazard: judge.hazards.hazard,
      faults: faults.map(({ id, requested, applied, activated, detected, masked, wrongUnit }) => ({
        id,
        requested,
        applied,
        activated,
        detected,
        masked,
        wrongUnit,
      })),
      traffic: {
        messagesPerFrame: plan.traffic.messages,
        packetsPerFrame: plan.traffic.packets,
        bytesPerFrame: plan.traffic.bytes,
      },
      traceHash: flight.traceHash(),
      replay: options.replay,
    },
    prepared,
    faults,
    surfaces: log.surfaces,
    command,
    isolation:
      isolation === null || judge.isolation === null
        ? null
        : { events: isolation.events, check: judge.isolation },
    first: {
      ic1: agreement.ic1First,
      ic2: agreement.ic2First,
      split: agreement.splitFirst,
      notFollowed: judge.actuators.firstNotFollowed,
    },
    extremes: judge.hazards.extremes(),
    margin: judge.hazards.margin(),
    broken,
    interrupted,
  };
}

/**
 * Lost, a requirement broken, or a violation inside the bound: fail. Nothing flown, or faults requested of which
 * none changed anything: inconclusive, since nothing was put to the test. Violations outside the bound are what
 * the theory says will happen; they fail a flight only through the harm they do.
 */
function verdictOf({
  flight,
  faults,
  broken,
}: {
  flight: Flight;
  faults: readonly FaultStates[];
  broken: readonly string[];
}): Verdict {
  const { judge } = flight;
  const violations = judge.agreement.violationsWithinBound + (judge.isolation?.violationsWithinBound ?? 0);
  if (judge.hazards.hazard !== null || broken.length > 0 || violations > 0) return 'fail';
  if (judge.frames === 0) return 'inconclusive';
  if (faults.length > 0 && faults.every(({ activated }) => !activated)) return 'inconclusive';
  return 'pass';
}
