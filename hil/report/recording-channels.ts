/**
 * The channels of a recording: what a frame's record says, as flat JSON objects whose field names carry their unit.
 *
 *   /truth /gust /surfaces /agreement /deadline      once a frame
 *   /sensors/<channel>                               what a channel reports
 *   /selected/<computer> /commands/<computer>        what a computer made of it
 *
 * Flat, because plotting tools make one signal of each field and long paths of nested ones. A value that is not there
 * (no reading, no command) is a field left out: JSON has no NaN, and a null is a value to some tools. Numbers are
 * rounded to a millionth of their unit, far below one count of any sensor; the exact bytes lie beside, for replay.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { NO_DATA, QUANTITIES } from '../../firmware/icd/quantities.js';
import { columnName } from '../record/column-names.js';
import {
  CAUSE,
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  type FrameRecord,
  NO_COMMAND,
  OUTCOME,
} from '../record/frame-record.js';
import { goodComputers, isolatedUnits, STATE_NAMES } from '../record/frame-summary.js';

type FieldType = 'number' | 'integer' | 'boolean' | 'string';

/** A field of a message. */
interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly about: string;
}

export interface MessageSchema {
  readonly name: string;
  /** JSON Schema. */
  readonly text: string;
}

export interface FrameChannel {
  readonly topic: string;
  readonly schema: MessageSchema;
  /** The frame's message, JSON. */
  message(record: FrameRecord): string;
}

const REPORT_FIELDS = QUANTITIES.map(({ name, unit }) => number(columnName(name, unit), unit));
const REPORT_NAMES = REPORT_FIELDS.map(({ name }) => name);
const COMMAND_NAMES = EFFECTORS.map(({ name, unit }) => columnName(name, unit));
const SURFACE_NAMES = EFFECTORS.map(({ name, unit }) => ({
  position: columnName(`${name}Position`, unit),
  voted: columnName(`${name}Voted`, unit),
  state: `${name}_state`,
  outvoted: `${name}_outvoted`,
  forceFight: `${name}_force_fight`,
}));
const GUST_NAMES = ['gust_forward_ftps', 'gust_right_ftps', 'gust_down_ftps'];
const OUTCOMES = Object.keys(OUTCOME);
const MISS_CAUSES = {
  compute: CAUSE.compute,
  host_stall: CAUSE.hostStall,
  bus: CAUSE.bus,
  silent_peer: CAUSE.silentPeer,
};

const TRUTH = schemaOf('ironbird.Truth', REPORT_FIELDS);
const GUST = schemaOf(
  'ironbird.Gust',
  GUST_NAMES.map((name) => number(name, 'ft/s, body axes')),
);
const REPORT = schemaOf('ironbird.Report', REPORT_FIELDS);
const COMMAND = schemaOf('ironbird.Command', [
  ...EFFECTORS.map(({ name, unit }) => number(columnName(name, unit), `${unit}; left out = no command`)),
  boolean('running', 'executed in this frame'),
  boolean('good', 'no fault acts on it, and it met its deadlines'),
  boolean('trusted', 'holds its lasting state to be right'),
  boolean('commanded', 'its command reached the actuators in time'),
  text('outcome', OUTCOMES.join(', ')),
  integer('suspects', 'bitmask of channels it is suspicious of'),
]);
const SURFACES = schemaOf(
  'ironbird.Surfaces',
  SURFACE_NAMES.flatMap(({ position, voted, state, outvoted, forceFight }, e) => [
    number(position, EFFECTORS[e].unit),
    number(voted, `${EFFECTORS[e].unit}; left out = nothing to follow`),
    text(state, [...STATE_NAMES.values()].join(', ')),
    integer(outvoted, 'bitmask of computers outvoted'),
    number(forceFight, 'share of a motor’s stall force'),
  ]),
);
const AGREEMENT = schemaOf('ironbird.Agreement', [
  integer('frame', 'from 0'),
  integer('good_computers', 'computers that are good'),
  boolean('command_split', 'good computers command differently'),
  boolean('vector_split', 'good computers hold different vectors'),
  text('isolated_channels', 'ids; only where units are isolated'),
  text('isolated_sensors', 'quantity/channel; only where units are isolated'),
  text('disputed_channels', 'ids; only where units are isolated'),
]);
const DEADLINE = schemaOf('ironbird.Deadline', [
  integer('latency_us', 'frame start to last command, µs; left out = none came'),
  integer('missed', 'computers'),
  integer('skipped', 'computers'),
  ...Object.keys(MISS_CAUSES).map((cause) => integer(`missed_${cause}`, 'computers')),
]);

/** The channels that have a message in every frame. */
export function frameChannels({
  computers,
  isolates,
}: {
  computers: number;
  isolates: boolean;
}): FrameChannel[] {
  const ids = Array.from({ length: computers }, (_, id) => id);
  return [
    { topic: '/truth', schema: TRUTH, message: truth },
    { topic: '/gust', schema: GUST, message: gust },
    ...ids.map((id) => ({
      topic: `/sensors/${id}`,
      schema: REPORT,
      message: (record: FrameRecord) => report(record, record.computerAt(id, COMPUTER_FIELD.sent)),
    })),
    ...ids.map((id) => ({
      topic: `/selected/${id}`,
      schema: REPORT,
      message: (record: FrameRecord) => report(record, record.selectedAt(id)),
    })),
    ...ids.map((id) => ({
      topic: `/commands/${id}`,
      schema: COMMAND,
      message: (record: FrameRecord) => command(record, id),
    })),
    { topic: '/surfaces', schema: SURFACES, message: surfaces },
    { topic: '/agreement', schema: AGREEMENT, message: (record) => agreement(record, { isolates }) },
    { topic: '/deadline', schema: DEADLINE, message: deadline },
  ];
}

function number(name: string, about: string): Field {
  return { name, type: 'number', about };
}

function integer(name: string, about: string): Field {
  return { name, type: 'integer', about };
}

function boolean(name: string, about: string): Field {
  return { name, type: 'boolean', about };
}

function text(name: string, about: string): Field {
  return { name, type: 'string', about };
}

function schemaOf(name: string, fields: readonly Field[]): MessageSchema {
  const properties = Object.fromEntries(
    fields.map(({ name: key, type, about }) => [key, { type, description: about }]),
  );
  return { name, text: JSON.stringify({ title: name, type: 'object', properties }) };
}

/** Beyond this a number is not rounded: the product would lose what is there to keep. */
const ROUNDED_MAX = 1e9;

/** `"name":value,`; nothing where the value is no finite number. */
function pair(name: string, value: number): string {
  if (!Number.isFinite(value)) return '';
  return `"${name}":${Math.abs(value) < ROUNDED_MAX ? Math.round(value * 1e6) / 1e6 : value},`;
}

function object(pairs: string): string {
  return `{${pairs.slice(0, -1)}}`;
}

function truth({ doubles }: FrameRecord): string {
  let pairs = '';
  for (let i = 0; i < REPORT_NAMES.length; i++) pairs += pair(REPORT_NAMES[i], doubles[DOUBLE.truth + i]);
  return object(pairs);
}

function gust({ doubles }: FrameRecord): string {
  let pairs = '';
  for (let i = 0; i < GUST_NAMES.length; i++) pairs += pair(GUST_NAMES[i], doubles[DOUBLE.gust + i]);
  return object(pairs);
}

/** A report of counts that starts at ints[at], in units. */
function report(record: FrameRecord, at: number): string {
  let pairs = '';
  for (let i = 0; i < REPORT_NAMES.length; i++) {
    const counts = record.countAt(at, i);
    if (counts !== NO_DATA) pairs += pair(REPORT_NAMES[i], QUANTITIES[i].zero + counts * QUANTITIES[i].lsb);
  }
  return object(pairs);
}

function command(record: FrameRecord, id: number): string {
  let pairs = '';
  if (record.has(id, COMPUTER_FLAG.commanded)) {
    for (let e = 0; e < EFFECTORS.length; e++)
      pairs += pair(COMMAND_NAMES[e], record.commandOf(id, e) / EFFECTORS[e].countsPerUnit);
  }
  for (const flag of ['running', 'good', 'trusted', 'commanded'] as const)
    pairs += `"${flag}":${record.has(id, COMPUTER_FLAG[flag])},`;
  const outcome = record.ints[record.computerAt(id, COMPUTER_FIELD.outcome)];
  const suspects = record.ints[record.computerAt(id, COMPUTER_FIELD.suspects)];
  return object(`${pairs}"outcome":"${OUTCOMES[outcome]}","suspects":${suspects},`);
}

function surfaces(record: FrameRecord): string {
  let pairs = '';
  for (let e = 0; e < EFFECTORS.length; e++) {
    const { position, voted, state, outvoted, forceFight } = SURFACE_NAMES[e];
    const at = record.effectorAt(e, 0);
    const counts = record.ints[at + EFFECTOR_FIELD.voted];
    pairs += pair(position, record.doubles[DOUBLE.position + e]);
    if (counts !== NO_COMMAND) pairs += pair(voted, counts / EFFECTORS[e].countsPerUnit);
    pairs += `"${state}":"${STATE_NAMES.get(record.ints[at + EFFECTOR_FIELD.state]) ?? ''}",`;
    pairs += pair(outvoted, record.ints[at + EFFECTOR_FIELD.outvoted]);
    pairs += pair(forceFight, record.doubles[DOUBLE.forceFight + e]);
  }
  return object(pairs);
}

function agreement(record: FrameRecord, { isolates }: { isolates: boolean }): string {
  const { good, commandSplit, vectorSplit } = goodComputers(record);
  const common = `{"frame":${record.frame},"good_computers":${good},"command_split":${commandSplit},"vector_split":${vectorSplit}`;
  if (!isolates) return `${common}}`;
  const { channels, sensors, disputed } = isolatedUnits(record);
  return `${common},"isolated_channels":"${channels}","isolated_sensors":"${sensors}","disputed_channels":"${disputed}"}`;
}

function deadline(record: FrameRecord): string {
  let missed = 0;
  let skipped = 0;
  const byCause = new Map<number, number>();
  for (let id = 0; id < record.computers; id++) {
    const outcome = record.ints[record.computerAt(id, COMPUTER_FIELD.outcome)];
    const cause = record.ints[record.computerAt(id, COMPUTER_FIELD.cause)];
    if (outcome === OUTCOME.skipped) skipped++;
    if (outcome !== OUTCOME.missed) continue;
    missed++;
    byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
  }
  let pairs = record.latencyUs < 0 ? '' : pair('latency_us', record.latencyUs);
  pairs += `"missed":${missed},"skipped":${skipped},`;
  for (const [name, cause] of Object.entries(MISS_CAUSES))
    pairs += `"missed_${name}":${byCause.get(cause) ?? 0},`;
  return object(pairs);
}
