/**
 * Every byte of a frame record by name, and the first field in which two records of the same frame differ.
 *
 *   truth alpha │ computer 2 sent alpha │ computer 2 vector of 1 alpha │ computer 2 command elevator │ elevator voted
 *
 * The order is that of the frame, not of the bytes: the air, what the sensors said, who ran, what each held, selected,
 * remembered and commanded, what the surfaces did. So the field named first is the one nearest to the cause, and a
 * vector is named before the fold that stands for it in the hash. The table covers each byte once (the tests count), so
 * that no difference is without a name.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { sensorVerdictWords, STATE_WORDS, VERDICT_WORDS } from '../../firmware/icd/packets.js';
import { NO_DATA, QUANTITIES } from '../../firmware/icd/quantities.js';
import {
  CAUSE,
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  EFFECTOR_STATE,
  FrameRecord,
  NO_COMMAND,
  OUTCOME,
} from './frame-record.js';

/** null = no reading, or no command. */
export type FieldValue = number | string | null;

export interface RecordField {
  readonly name: string;
  /** Empty where it has none. */
  readonly unit: string;
  /** Place in the record's bytes. */
  readonly offset: number;
  readonly bytes: number;
  value(record: FrameRecord): FieldValue;
}

export interface FieldDifference {
  readonly field: string;
  readonly unit: string;
  readonly recorded: FieldValue;
  readonly flown: FieldValue;
  /** Fields of the frame that differ besides. */
  readonly others: number;
}

const GUSTS = ['forward', 'right', 'down'] as const;
const DOUBLE_BYTES = 8;
const WORD_BYTES = 4;
const COUNT_BYTES = 2;

/** All fields of the record of a frame of so many computers, in the order of the frame. */
export function recordFields({ computers }: { computers: number }): RecordField[] {
  const layout = new FrameRecord(computers);
  const ids = Array.from({ length: computers }, (_, id) => id);
  return [
    ...word('frame', 0, (value) => value),
    ...QUANTITIES.map(({ name, unit }, i) => double(`truth ${name}`, unit, DOUBLE.truth + i)),
    ...GUSTS.map((name, i) => double(`gust ${name}`, 'ft/s', DOUBLE.gust + i)),
    ...ids.flatMap((id) => report(`computer ${id} sent`, layout, layout.computerAt(id, COMPUTER_FIELD.sent))),
    ...ids.flatMap((id) => running(id, layout)),
    ...ids.flatMap((id) => [
      ...ids.flatMap((source) =>
        report(`computer ${id} vector of ${source}`, layout, layout.vectorAt(id, source)),
      ),
      ...report(`computer ${id} selected`, layout, layout.selectedAt(id)),
      ...words(`computer ${id} isolated sensors word`, layout.sensorVerdictAt(id), {
        length: sensorVerdictWords(computers),
      }),
    ]),
    ...ids.flatMap((id) => decided(id, layout)),
    ...EFFECTORS.flatMap((_, effector) => moved(effector, layout)),
    ...ids.flatMap((id) =>
      words(`computer ${id} fold word`, layout.computerAt(id, COMPUTER_FIELD.fold), { length: 2 }),
    ),
  ];
}

/** The first field that differs; null where the records are the same to the last bit. */
export function firstDifference(
  fields: readonly RecordField[],
  { recorded, flown }: { recorded: FrameRecord; flown: FrameRecord },
): FieldDifference | null {
  const differing = fields.filter(({ offset, bytes }) => {
    for (let i = offset; i < offset + bytes; i++) if (recorded.bytes[i] !== flown.bytes[i]) return true;
    return false;
  });
  if (differing.length === 0) return null;
  const [first] = differing;
  return {
    field: first.name,
    unit: first.unit,
    recorded: first.value(recorded),
    flown: first.value(flown),
    others: differing.length - 1,
  };
}

/** What happened to a computer's frame. */
function running(id: number, layout: FrameRecord): RecordField[] {
  const { flags, outcome, cause } = COMPUTER_FIELD;
  return [
    ...word(`computer ${id} flags`, layout.computerAt(id, flags), (value) => named(COMPUTER_FLAG, value)),
    ...word(`computer ${id} outcome`, layout.computerAt(id, outcome), (value) => nameOf(OUTCOME, value)),
    ...word(`computer ${id} cause`, layout.computerAt(id, cause), (value) => nameOf(CAUSE, value)),
  ];
}

/** What a computer concluded and commanded. */
function decided(id: number, layout: FrameRecord): RecordField[] {
  const { suspects, verdict, state, command } = COMPUTER_FIELD;
  const at = DOUBLE.length * DOUBLE_BYTES + layout.computerAt(id, command) * WORD_BYTES;
  return [
    ...word(`computer ${id} suspects`, layout.computerAt(id, suspects), channels),
    ...words(`computer ${id} verdict word`, layout.computerAt(id, verdict), { length: VERDICT_WORDS }),
    ...words(`computer ${id} state word`, layout.computerAt(id, state), { length: STATE_WORDS }),
    ...EFFECTORS.map(({ name, unit, countsPerUnit }, effector) => ({
      name: `computer ${id} command ${name}`,
      unit: unitOf(unit),
      offset: at + effector * COUNT_BYTES,
      bytes: COUNT_BYTES,
      value: (record: FrameRecord) => record.commandOf(id, effector) / countsPerUnit,
    })),
  ];
}

/** What an effector did. */
function moved(effector: number, layout: FrameRecord): RecordField[] {
  const { name, unit, countsPerUnit } = EFFECTORS[effector];
  const { voted, state, outvoted, flags } = EFFECTOR_FIELD;
  const inUnit = (value: number): FieldValue => (value === NO_COMMAND ? null : value / countsPerUnit);
  return [
    ...word(`${name} voted`, layout.effectorAt(effector, voted), inUnit, unitOf(unit)),
    ...word(`${name} outvoted`, layout.effectorAt(effector, outvoted), channels),
    ...word(`${name} state`, layout.effectorAt(effector, state), (value) => nameOf(EFFECTOR_STATE, value)),
    ...word(`${name} flags`, layout.effectorAt(effector, flags), (value) => value),
    double(`${name} force fight`, '1', DOUBLE.forceFight + effector),
    double(`${name} position`, unit, DOUBLE.position + effector),
  ];
}

function double(name: string, unit: string, index: number): RecordField {
  return {
    name,
    unit: unitOf(unit),
    offset: index * DOUBLE_BYTES,
    bytes: DOUBLE_BYTES,
    value: ({ doubles }) => exact(doubles[index]),
  };
}

/** One int32, as `show` says it. */
function word(name: string, index: number, show: (value: number) => FieldValue, unit = ''): RecordField[] {
  const offset = DOUBLE.length * DOUBLE_BYTES + index * WORD_BYTES;
  return [{ name, unit, offset, bytes: WORD_BYTES, value: ({ ints }) => show(ints[index]) }];
}

/** Words that mean something only to the computer: hexadecimal. */
function words(name: string, index: number, { length }: { length: number }): RecordField[] {
  const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
  return Array.from({ length }, (_, i) => word(`${name} ${i}`, index + i, hex)).flat();
}

/** A report of sixteen counts that starts at ints[at]. */
function report(name: string, layout: FrameRecord, at: number): RecordField[] {
  const start = layout.doubles.byteLength + at * WORD_BYTES;
  return QUANTITIES.map(({ name: quantity, unit, zero, lsb }, i) => ({
    name: `${name} ${quantity}`,
    unit: unitOf(unit),
    offset: start + i * COUNT_BYTES,
    bytes: COUNT_BYTES,
    value: (record: FrameRecord) => {
      const counts = record.countAt(at, i);
      return counts === NO_DATA ? null : zero + counts * lsb;
    },
  }));
}

function unitOf(unit: string): string {
  return unit === '1' ? '' : unit;
}

/** Numbers that JSON or a page would blur are words: −0, NaN, the infinities. */
function exact(value: number): FieldValue {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function nameOf(codes: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(codes).find((name) => codes[name] === value) ?? String(value);
}

/** Names of the bits that are set. */
function named(bits: Readonly<Record<string, number>>, value: number): string {
  const names = Object.keys(bits).filter((name) => (value & bits[name]) !== 0);
  const known = Object.values(bits).reduce((sum, bit) => sum | bit, 0);
  const rest = value & ~known;
  return [...names, ...(rest === 0 ? [] : [`0x${(rest >>> 0).toString(16)}`])].join(' ') || 'none';
}

/** Ids of a bitmask of channels. */
function channels(mask: number): string {
  const ids: number[] = [];
  for (let id = 0; id < 32; id++) if ((mask & (1 << id)) !== 0) ids.push(id);
  return ids.join(' ') || 'none';
}
