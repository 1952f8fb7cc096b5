/**
 * From a rig to something that flies: the one place where parts are wired together.
 *
 *   prepareRig   what every flight of the rig shares: modules, trim, schedule        once, may fail on the user
 *   buildFlight  one flight for one seed: streams, sensors, computers, bus, judge    cannot fail on the user
 *
 * Each part that needs luck draws from a stream named after itself, so that adding a fault, or a sensor's noise,
 * reshuffles nobody else's.
 */
import type { Signatures } from '../../firmware/agreement/signatures.js';
import { EFFECTORS, EFFECTOR } from '../../firmware/icd/effectors.js';
import { QUANTITIES, QUANTITY } from '../../firmware/icd/quantities.js';
import { BackupComputer } from '../../firmware/fcc/backup-computer.js';
import { ComMonComputer } from '../../firmware/fcc/com-mon-computer.js';
import { FlightComputer } from '../../firmware/fcc/flight-computer.js';
import type { FrameSchedule } from '../../firmware/fcc/schedule.js';
import type { F16LawDesign } from '../../firmware/control/f16-law.js';
import type { Node } from '../board/node.js';
import { EncodedBus } from '../bus/encoded-bus.js';
import { MemoryBus } from '../bus/memory-bus.js';
import type { Bus } from '../bus/bus.js';
import type { FaultSpec } from '../fault/fault-spec.js';
import type { FaultTrack } from '../fault/fault-track.js';
import { type BusFault, FaultyBus } from '../fault/faulty-bus.js';
import { FaultyNode } from '../fault/faulty-node.js';
import type { NodeFault } from '../fault/node-condition.js';
import { struckComputers } from '../fault/struck-computers.js';
import { InputError } from '../files/problem.js';
import { createSignatures } from '../keys/create-signatures.js';
import { openKeyRing } from '../keys/key-ring.js';
import { CONTROL, TRUTH } from '../plant/aircraft.js';
import { dryden } from '../plant/dryden.js';
import { stream } from '../random/stream.js';
import { ExecutionModel, type ExecutionQuantiles } from '../time/execution-model.js';
import { createActuators } from './create-actuators.js';
import { createTampering } from './create-tampering.js';
import { createSensors } from './create-sensors.js';
import { FaultBoard } from './fault-board.js';
import { Flight } from './flight.js';
import { FrameLoop, type Computer } from './frame-loop.js';
import { loadAircraft, loadLaw, type AircraftModel, type LawMaker, type TrimPoint } from './models.js';
import { Motion } from './motion.js';
import { PilotScript } from './pilot-script.js';
import { WATCH_DEFAULT } from './rig-defaults.js';
import type { RigSpec } from './rig-spec.js';
import { explainMisfit, planFrame, type FramePlan } from './schedule.js';
import { SurfaceBank } from './surface-bank.js';

export interface PreparedRig {
  readonly spec: RigSpec;
  readonly aircraft: AircraftModel;
  readonly law: LawMaker;
  readonly trim: TrimPoint;
  readonly plan: FramePlan;
  readonly schedule: FrameSchedule;
}

/** Loads, trims and schedules. Throws InputError where no trim exists or the frame does not close. */
export async function prepareRig(spec: RigSpec): Promise<PreparedRig> {
  const aircraft = await loadAircraft(spec.aircraft.model);
  const law = await loadLaw(spec.controlLaw);
  const plan = planFrame(spec);
  if (plan.schedule === null) {
    throw new InputError(spec.name, [
      {
        path: 'frame.periodMs',
        value: spec.frame.periodUs / 1000,
        message: `is too short: ${explainMisfit(plan, spec)}`,
        hint: 'a longer period, a faster line or fewer computers',
      },
    ]);
  }
  return { spec, aircraft, law, trim: trimOf(spec, aircraft), plan, schedule: plan.schedule };
}

/** One flight, ready to fly its first frame. `seed`: decimal, 0 … 2^64−1. */
export function buildFlight(rig: PreparedRig, { seed }: { seed: string }): Flight {
  const { spec, schedule } = rig;
  const { computers: n } = spec.scheme;
  const periodS = spec.frame.periodUs / 1e6;
  const faults = new FaultBoard({ faults: spec.faults, computers: n });
  const run = stream(seed, 'run').nextUint32() & 0xffff;
  const keys = createKeys(spec, seed);
  const loop = new FrameLoop({
    computers: keys.map((_, self) => createComputer(rig, { seed, self, run, faults, keys })),
    bus: createBus(spec, { faults, seed }),
    schedule,
    surfaces: new SurfaceBank({
      actuators: createActuators(spec, { faults, periodS }),
      computers: n,
      positions: effectorPositions(rig.trim),
    }),
    motion: new Motion({
      aircraft: rig.aircraft.create({ cg: spec.aircraft.cg }),
      state: Float64Array.from(rig.trim.state),
      controls: Float64Array.from(rig.trim.controls),
      turbulence: dryden({
        intensity: spec.turbulence,
        airspeedFtps: spec.aircraft.airspeedFtps,
        altitudeFt: spec.aircraft.altitudeFt,
        stepS: periodS,
        noise: stream(seed, 'turbulence'),
      }),
      pilot: new PilotScript({ steps: spec.pilot, periodUs: spec.frame.periodUs }),
      periodS,
    }),
    faults,
    run,
    signing: spec.scheme.signing ?? null,
  });
  return new Flight({ loop, spec, tracks: faults.tracks });
}

function createComputer(
  rig: PreparedRig,
  {
    seed,
    self,
    run,
    faults,
    keys,
  }: { seed: string; self: number; run: number; faults: FaultBoard; keys: readonly (Signatures | null)[] },
): Computer {
  const { spec } = rig;
  const { timing } = spec;
  const node = createNode(rig, { self, run, signatures: keys[self] });
  const own = faults.tracks.filter((track) => concernsNode(track.spec, self)) as FaultTrack<NodeFault>[];
  const faulty =
    own.length === 0
      ? null
      : new FaultyNode({
          inner: node,
          faults: own,
          tampering: createTampering({ scheme: spec.scheme, self, run, keys }),
          self,
          run,
          periodUs: spec.frame.periodUs,
          luckOf: (id) => stream(seed, `fault/${id}/${self}`),
        });
  const source = stream(seed, `execution/${self}`);
  const model = (quantiles: ExecutionQuantiles): ExecutionModel => new ExecutionModel({ quantiles, source });
  return {
    node: faulty ?? node,
    faulty,
    sensors: createSensors(spec, { seed, channel: self, faults }),
    sample: model(timing.sampleUs),
    relay: model(timing.relayUs),
    control: model(timing.controlUs),
  };
}

/** By computer: what it signs with, null where nothing is signed. The keys follow from the seed, so a flight repeats. */
function createKeys({ scheme }: RigSpec, seed: string): (Signatures | null)[] {
  const { computers, signing } = scheme;
  const ring = signing === undefined ? null : openKeyRing({ seed }, { realBench: false });
  return Array.from({ length: computers }, (_, self) =>
    ring === null || signing === undefined
      ? null
      : createSignatures({ kind: signing.kind, self, computers, ring }),
  );
}

function createNode(
  rig: PreparedRig,
  { self, run, signatures }: { self: number; run: number; signatures: Signatures | null },
): Node {
  const { scheme } = rig.spec;
  const { protocol, computers } = scheme;
  const law = rig.law(lawDesign(rig));
  if (protocol !== 'primary-backup' && protocol !== 'com-mon') {
    const { signing, isolate = false } = scheme;
    const signed =
      signing === undefined || signatures === null ? {} : { signatures, verification: signing.verification };
    return new FlightComputer({ ...scheme, ...signed, self, run, law, isolation: isolate });
  }
  const { trip, toleranceDeg, persistenceFrames } = scheme.watch ?? WATCH_DEFAULT;
  const toleranceCounts = Math.round(toleranceDeg * EFFECTORS[EFFECTOR.elevator].countsPerUnit);
  const common = { computers, self, run, law, limits: { toleranceCounts, persistenceFrames } };
  return protocol === 'com-mon' ? new ComMonComputer(common) : new BackupComputer({ ...common, trip });
}

/** Whether a fault is carried out by this computer, or by what stands around it. */
function concernsNode(fault: FaultSpec, self: number): boolean {
  if (fault.kind === 'link' || (fault.kind === 'sensor' && fault.mode !== 'two-faced')) return false;
  return struckComputers(fault).includes(self);
}

function createBus(spec: RigSpec, { faults, seed }: { faults: FaultBoard; seed: string }): Bus {
  const size = { computers: spec.scheme.computers, baud: spec.bus.baud };
  const inner = spec.bus.kind === 'memory' ? new MemoryBus(size) : new EncodedBus(size);
  const own = faults.tracks.filter(
    ({ spec: fault }) => fault.kind === 'link' || (fault.kind === 'clock' && fault.mode === 'two-faced'),
  ) as FaultTrack<BusFault>[];
  if (own.length === 0) return inner;
  return new FaultyBus({
    inner,
    faults: own,
    periodUs: spec.frame.periodUs,
    luckOf: (id) => stream(seed, `fault/${id}`),
  });
}

function trimOf(spec: RigSpec, aircraft: AircraftModel): TrimPoint {
  try {
    return aircraft.trim(spec.aircraft);
  } catch (error) {
    throw new InputError(spec.name, [{ path: 'aircraft', message: (error as Error).message }]);
  }
}

/** What the law is told when it is engaged: the trim, in counts. */
function lawDesign({ spec, aircraft, trim }: PreparedRig): F16LawDesign {
  const truth = new Float64Array(16);
  const still = new Float64Array(3);
  aircraft.create({ cg: spec.aircraft.cg }).truth(trim.state, trim.controls, still, truth);
  const alpha = QUANTITIES[QUANTITY.alpha];
  const positions = effectorPositions(trim);
  return {
    trimElevatorCounts: Math.round(positions[EFFECTOR.elevator] * EFFECTORS[EFFECTOR.elevator].countsPerUnit),
    trimThrottleCounts: Math.round(positions[EFFECTOR.throttle] * EFFECTORS[EFFECTOR.throttle].countsPerUnit),
    trimAlphaCounts: Math.round((truth[TRUTH.alphaDeg] - alpha.zero) / alpha.lsb),
    designAirspeedCounts: Math.round(truth[TRUTH.airspeedFtps] / QUANTITIES[QUANTITY.airspeed].lsb),
    periodUs: spec.frame.periodUs,
  };
}

/** Trimmed positions in the order of EFFECTORS. */
function effectorPositions({ controls }: TrimPoint): Float64Array {
  return Float64Array.of(
    controls[CONTROL.elevatorDeg],
    controls[CONTROL.aileronDeg],
    controls[CONTROL.rudderDeg],
    controls[CONTROL.throttle],
  );
}
