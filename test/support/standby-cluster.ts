/**
 * Computers that stand by, on a table with one surface: driven slot by slot, without a clock, a bus or an aircraft.
 * Packets are copied when they are sent, and a test may rewrite what is delivered.
 */
import { EngagedActuator } from '../../actuators/engaged-actuator.js';
import type { ControlLaw } from '../../firmware/control/control-law.js';
import { BackupComputer } from '../../firmware/fcc/backup-computer.js';
import { ComMonComputer } from '../../firmware/fcc/com-mon-computer.js';
import { before } from '../../firmware/icd/command-chain.js';
import { EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { ACTUATORS, PACKET, TELEMETRY_SUSPECT_SHIFT, TEST_RIG } from '../../firmware/icd/packets.js';
import { QUANTITY, QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import type { ComparatorLimits } from '../../firmware/redundancy/command-comparator.js';
import { options } from '../actuators/cluster.js';
import { type Delivery, RUN, copyOf, samplePacket, type Tamper } from './flight-cluster.js';

/** Elevator = alpha + an integral of the pitch rate that starts at 0; the state's other words are 7, 8 and 9. */
export function integratingLaw(): ControlLaw {
  return {
    name: 'integrating',
    initialise: (state) => void state.set([0, 7, 8, 9]),
    step: (selected, state, command) => {
      state[0] += selected[QUANTITY.pitchRate];
      command.fill(0);
      command[0] = selected[QUANTITY.alpha] + state[0];
    },
  };
}

/** What a computer reads: alpha and pitch rate in counts, the rest nought. */
export function reading({ alpha, pitchRate = 0 }: { alpha: number; pitchRate?: number }): Int16Array {
  const report = new Int16Array(QUANTITY_COUNT);
  report[QUANTITY.alpha] = alpha;
  report[QUANTITY.pitchRate] = pitchRate;
  return report;
}

/** A frame as the surface and the test rig saw it. */
export interface StandbyOutcome {
  /** Elevator command that the surface followed, or null. */
  readonly followed: number | null;
  /** Computers whose command arrived and was set aside; overruled: bitmasks. */
  readonly aside: number;
  readonly outvoted: number;
  /** Elevator commands that arrived, by computer. */
  readonly commands: readonly (number | null)[];
  /** By computer; −1 for one that is down. */
  readonly suspects: readonly number[];
  /** First word of the lasting state, by computer. */
  readonly integrals: readonly (number | null)[];
}

export type StandbySetup = { computers: number; limits: ComparatorLimits } & (
  | { kind: 'chain'; trip: boolean }
  | { kind: 'pairs' }
);

export class StandbyCluster {
  readonly computers: readonly (BackupComputer | ComMonComputer)[];
  readonly surface: EngagedActuator;
  frame = 0;

  constructor(setup: StandbySetup) {
    const { computers, limits } = setup;
    this.computers = Array.from({ length: computers }, (_, self) => {
      const config = { computers, self, run: RUN, law: integratingLaw(), limits };
      return setup.kind === 'pairs'
        ? new ComMonComputer(config)
        : new BackupComputer({ ...config, trip: setup.trip });
    });
    this.surface = new EngagedActuator(options(0, computers), setup.kind);
    this.surface.reset(0);
  }

  /** One frame. `readings[i]`: what computer i reads; `down`: computers that do not run. */
  fly(
    readings: readonly Int16Array[],
    { tamper = (sent) => sent, down = [] }: { tamper?: Tamper; down?: readonly number[] } = {},
  ): StandbyOutcome {
    const n = this.computers.length;
    const suspects = Array.from({ length: n }, () => -1);
    const integrals: (number | null)[] = Array.from({ length: n }, () => null);
    let arriving: readonly Delivery[] = readings.map((report, to) => ({
      from: TEST_RIG,
      to,
      packet: samplePacket(report, this.frame),
    }));
    for (let index = 0; index <= 1; index++) {
      const sent: Delivery[] = [];
      this.computers.forEach((computer, id) => {
        if (down.includes(id)) return;
        const packets = arriving.filter(({ to }) => to === id).map(({ packet }) => packet);
        const outbox = computer.runSlot({ frame: this.frame, index }, { count: packets.length, packets });
        for (let entry = 0; entry < outbox.count; entry++) {
          const packet = copyOf(outbox.packets[entry]);
          const to = outbox.receivers[entry];
          if (to === TEST_RIG) {
            suspects[id] = packet.words[0] >>> TELEMETRY_SUSPECT_SHIFT;
            integrals[id] = packet.words[1];
          } else sent.push({ from: id, to, packet });
        }
      });
      arriving = tamper(sent, { frame: this.frame, index });
    }
    return { ...this.#move(arriving), suspects, integrals };
  }

  #move(arriving: readonly Delivery[]): Pick<StandbyOutcome, 'followed' | 'aside' | 'outvoted' | 'commands'> {
    const n = this.computers.length;
    const commands = new Int16Array(n * EFFECTOR_COUNT);
    const present = new Uint8Array(n);
    for (const { from, to, packet } of arriving) {
      if (to !== ACTUATORS) continue;
      if (packet.type === PACKET.trip) this.surface.trip(packet.words[0] & before(from));
      if (packet.type !== PACKET.command) continue;
      present[from] = 1;
      commands.set(new Int16Array(packet.words.buffer, 0, EFFECTOR_COUNT), from * EFFECTOR_COUNT);
    }
    const { surface } = this;
    surface.step(commands, present, this.frame++);
    return {
      followed: surface.voted === -32768 ? null : surface.voted,
      aside: surface.aside,
      outvoted: surface.outvoted,
      commands: Array.from(present, (there, id) => (there === 0 ? null : commands[id * EFFECTOR_COUNT])),
    };
  }
}

/** Readings of computers whose alphas are so many counts. */
export const alphas = (...counts: number[]): Int16Array[] => counts.map((alpha) => reading({ alpha }));

/** Flies frames and keeps the command that was followed in each. */
export function followed(
  cluster: StandbyCluster,
  frames: number,
  readings: readonly Int16Array[],
  options: { tamper?: Tamper; down?: readonly number[] } = {},
): (number | null)[] {
  return Array.from({ length: frames }, () => cluster.fly(readings, options).followed);
}
