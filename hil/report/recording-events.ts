/**
 * What changes now and then: faults that begin and end, computers that stop, miss and return, surfaces that lose their
 * command, splits. A line for each change, as a person would log it.
 *
 *   /faults   { active, ids }   in frame 0 and whenever it changes
 *   /events   foxglove.Log      level, message, name, which the tools' log panels show as they are
 *
 * A state is compared with that of the frame before; a burst of misses is one event when it begins and one when it ends.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  EFFECTOR_FIELD,
  type FrameRecord,
  OUTCOME,
} from '../record/frame-record.js';
import { isActive } from '../fault/fault-spec.js';
import { goodComputers, STATE_NAMES } from '../record/frame-summary.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { MessageSchema } from './recording-channels.js';

/** Levels of foxglove.Log. */
const LEVEL = { info: 2, warning: 3, error: 4 } as const;
type Level = keyof typeof LEVEL;

export interface FlightEvent {
  readonly level: Level;
  readonly message: string;
  /** Who it is about: a fault, a computer, a surface. */
  readonly name: string;
}

const OUTCOME_WORDS: readonly string[] = Object.keys(OUTCOME);

export const FAULTS_SCHEMA: MessageSchema = {
  name: 'ironbird.Faults',
  text: JSON.stringify({
    title: 'ironbird.Faults',
    type: 'object',
    properties: {
      active: { type: 'integer', description: 'faults whose time it is' },
      ids: { type: 'string', description: 'their ids, with blanks between' },
    },
  }),
};

/** As docs.foxglove.dev gives it for JSON. */
export const LOG_SCHEMA: MessageSchema = {
  name: 'foxglove.Log',
  text: JSON.stringify({
    title: 'foxglove.Log',
    type: 'object',
    properties: {
      timestamp: {
        type: 'object',
        title: 'time',
        properties: {
          sec: { type: 'integer', minimum: 0 },
          nsec: { type: 'integer', minimum: 0, maximum: 999_999_999 },
        },
      },
      level: { type: 'integer', description: '2 info, 3 warning, 4 error' },
      message: { type: 'string' },
      name: { type: 'string' },
      file: { type: 'string' },
      line: { type: 'integer', minimum: 0 },
    },
  }),
};

/** An event as a message, at a time in ns. */
export function logMessage({ level, message, name }: FlightEvent, atNs: bigint): string {
  const timestamp = { sec: Number(atNs / 1_000_000_000n), nsec: Number(atNs % 1_000_000_000n) };
  return JSON.stringify({ timestamp, level: LEVEL[level], message, name, file: '', line: 0 });
}

/** Watches a flight frame by frame. */
export class EventWatch {
  readonly #faults: RigSpec['faults'];
  readonly #active: Uint8Array;
  readonly #running: Uint8Array;
  readonly #outcome: Int32Array;
  readonly #state = new Int32Array(EFFECTORS.length);
  #split = false;
  #frames = 0;

  constructor({ faults, scheme }: Pick<RigSpec, 'faults' | 'scheme'>) {
    this.#faults = faults;
    this.#active = new Uint8Array(faults.length);
    this.#running = new Uint8Array(scheme.computers).fill(1);
    this.#outcome = new Int32Array(scheme.computers);
  }

  /** What happened in this frame, and the message of /faults where that changed. */
  observe(record: FrameRecord): { events: FlightEvent[]; faults: string | null } {
    const events: FlightEvent[] = [];
    const changed = this.#watchFaults(record.frame, events) || this.#frames === 0;
    this.#frames++;
    this.#watchComputers(record, events);
    this.#watchSurfaces(record, events);
    const { commandSplit } = goodComputers(record);
    if (commandSplit && !this.#split)
      events.push({ level: 'error', message: 'good computers command differently', name: 'agreement' });
    this.#split = commandSplit;
    return { events, faults: changed ? this.#faultsMessage() : null };
  }

  #watchFaults(frame: number, events: FlightEvent[]): boolean {
    let changed = false;
    this.#faults.forEach((fault, i) => {
      const { id, target, mode, onset, frames } = fault;
      const active = isActive(fault, frame) ? 1 : 0;
      if (active !== this.#active[i]) changed = true;
      this.#active[i] = active;
      // One that comes and goes would fill the log: there it begins once and ends once.
      if (frame !== onset && frame !== onset + frames) return;
      const message = `${target} ${mode} ${frame === onset ? 'begins' : 'ends'}`;
      events.push({ level: 'warning', message, name: id });
    });
    return changed;
  }

  #faultsMessage(): string {
    const ids = this.#faults.filter((_, i) => this.#active[i] === 1).map(({ id }) => id);
    return JSON.stringify({ active: ids.length, ids: ids.join(' ') });
  }

  #watchComputers(record: FrameRecord, events: FlightEvent[]): void {
    for (let id = 0; id < record.computers; id++) {
      const name = `computer/${id}`;
      const running = record.has(id, COMPUTER_FLAG.running) ? 1 : 0;
      if (running !== this.#running[id]) {
        this.#running[id] = running;
        const message = running === 1 ? 'runs again' : 'has stopped';
        events.push({ level: running === 1 ? 'info' : 'warning', message, name });
      }
      const outcome = record.ints[record.computerAt(id, COMPUTER_FIELD.outcome)];
      if (outcome === this.#outcome[id]) continue;
      this.#outcome[id] = outcome;
      const message = `deadline ${OUTCOME_WORDS[outcome]}${outcome === OUTCOME.met ? ' again' : ''}`;
      events.push({ level: outcome === OUTCOME.met ? 'info' : 'warning', message, name });
    }
  }

  #watchSurfaces(record: FrameRecord, events: FlightEvent[]): void {
    EFFECTORS.forEach(({ name }, e) => {
      const state = record.ints[record.effectorAt(e, EFFECTOR_FIELD.state)];
      if (state === this.#state[e]) return;
      this.#state[e] = state;
      const message = STATE_NAMES.get(state) ?? String(state);
      events.push({ level: state === 0 ? 'info' : 'warning', message, name });
    });
  }
}
