/**
 * A flight as a time series: `t_s,frame,…`, one row a frame, strictly increasing in time.
 *
 *   truth, in its units │ per effector: voted, position, state │ per computer: its commands' elevator │ flags
 *   where units are isolated: channels isolated, sensors isolated, channels in dispute, as the first good computer has it
 *
 * Rows go to a file beside the wanted one, which takes its name when the flight has ended: what carries the name
 * is never half a file. Cells are numbers, or words of ours, so that a spreadsheet cannot take one for a formula.
 */
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { COMMAND_WORDS, EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES, REPORT_WORDS } from '../../firmware/icd/quantities.js';
import { InputError } from '../files/problem.js';
import {
  COMPUTER_FIELD,
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  EFFECTOR_STATE,
  type FrameRecord,
  NO_COMMAND,
} from '../record/frame-record.js';
import type { RigSpec } from '../rig/rig-spec.js';

const FLUSH_CHARACTERS = 1 << 16;

const STATE_NAMES = new Map<number, string>(
  Object.entries(EFFECTOR_STATE).map(([name, code]) => [code, name]),
);

const UNIT_COLUMN: Readonly<Record<string, string>> = { 'deg/s': 'deg_per_s', 'ft/s': 'ftps', '1': '' };

function column(name: string, unit: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const suffix = UNIT_COLUMN[unit] ?? unit;
  return suffix === '' ? snake : `${snake}_${suffix}`;
}

/** The columns of a rig's time series. */
function csvHeader({ computers, isolate = false }: { computers: number; isolate?: boolean }): string[] {
  return [
    't_s',
    'frame',
    ...QUANTITIES.map(({ name, unit }) => column(name, unit)),
    ...EFFECTORS.flatMap(({ name, unit }) => [
      column(`${name}Voted`, unit),
      column(`${name}Position`, unit),
      `${name}_state`,
    ]),
    ...Array.from({ length: computers }, (_, id) => `c${id}_elevator_deg`),
    'good_computers',
    'command_split',
    'vector_split',
    ...(isolate ? ['isolated_channels', 'isolated_sensors', 'disputed_channels'] : []),
  ];
}

/** One row; `computers` as in the header. */
function csvRow(
  record: FrameRecord,
  { periodUs, isolates }: { periodUs: number; isolates: boolean },
): string {
  const cells: string[] = [String((record.frame * periodUs) / 1e6), String(record.frame)];
  for (let i = 0; i < QUANTITIES.length; i++) cells.push(cell(record.doubles[DOUBLE.truth + i]));
  EFFECTORS.forEach(({ countsPerUnit }, e) => {
    const voted = record.ints[record.effectorAt(e, EFFECTOR_FIELD.voted)];
    cells.push(voted === NO_COMMAND ? '' : cell(voted / countsPerUnit));
    cells.push(cell(record.doubles[DOUBLE.position + e]));
    cells.push(STATE_NAMES.get(record.ints[record.effectorAt(e, EFFECTOR_FIELD.state)]) ?? '');
  });
  let firstGood = -1;
  let good = 0;
  let commandSplit = 0;
  let vectorSplit = 0;
  for (let id = 0; id < record.computers; id++) {
    const commanded = record.has(id, COMPUTER_FLAG.commanded);
    cells.push(commanded ? cell(record.commandOf(id, 0) / EFFECTORS[0].countsPerUnit) : '');
    if (!record.has(id, COMPUTER_FLAG.good)) continue;
    good++;
    if (record.has(id, COMPUTER_FLAG.aside)) continue;
    if (firstGood < 0) firstGood = id;
    else {
      const commands = {
        a: record.computerAt(firstGood, COMPUTER_FIELD.command),
        b: record.computerAt(id, COMPUTER_FIELD.command),
      };
      if (differ(record.ints, { ...commands, words: COMMAND_WORDS })) commandSplit = 1;
      const vectors = { a: record.vectorAt(firstGood, 0), b: record.vectorAt(id, 0) };
      if (differ(record.ints, { ...vectors, words: record.computers * REPORT_WORDS })) vectorSplit = 1;
    }
  }
  cells.push(String(good), String(commandSplit), String(vectorSplit));
  if (isolates) cells.push(...isolationCells(record));
  return cells.join(',');
}

/** Channels isolated, sensors isolated and channels in dispute: ids and names with blanks between. */
function isolationCells(record: FrameRecord): string[] {
  const ids = Array.from({ length: record.computers }, (_, id) => id);
  const judge = ids.find((id) => record.has(id, COMPUTER_FLAG.good) && record.has(id, COMPUTER_FLAG.trusted));
  if (judge === undefined) return ['', '', ''];
  const at = record.computerAt(judge, COMPUTER_FIELD.verdict);
  const listed = (mask: number): string => ids.filter((id) => (mask & (1 << id)) !== 0).join(' ');
  const sensors = ids.flatMap((id) =>
    QUANTITIES.flatMap(({ name }, quantity) =>
      (record.isolatedSensors(judge, id) & (1 << quantity)) === 0 ? [] : [`${name}/${id}`],
    ),
  );
  return [listed(record.ints[at]), sensors.join(' '), listed(record.ints[at + 1])];
}

/** Whether two runs of words differ. */
function differ(ints: Int32Array, { a, b, words }: { a: number; b: number; words: number }): boolean {
  for (let i = 0; i < words; i++) if (ints[a + i] !== ints[b + i]) return true;
  return false;
}

function cell(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : '';
}

/** A time series on its way to a file. */
export class CsvFile {
  readonly path: string;
  readonly #periodUs: number;
  readonly #isolates: boolean;
  readonly #file: number;
  /** Where rows go until the end; null = straight to `path`, which is a device or a pipe. */
  readonly #draft: string | null;
  #pending: string;

  private constructor(opened: { path: string; draft: string | null; file: number; spec: RigSpec }) {
    this.path = opened.path;
    this.#draft = opened.draft;
    this.#file = opened.file;
    this.#periodUs = opened.spec.frame.periodUs;
    this.#isolates = opened.spec.scheme.isolate === true;
    this.#pending = `${csvHeader(opened.spec.scheme).join(',')}\n`;
  }

  /** Opens it. Throws InputError where that cannot be. */
  static create(path: string, spec: RigSpec): CsvFile {
    try {
      const there = statSync(path, { throwIfNoEntry: false });
      if (there?.isDirectory() === true) throw new InputError('--csv', [{ path, message: 'is a directory' }]);
      const special = there !== undefined && !there.isFile();
      const draft = special ? null : join(dirname(path), `.${basename(path)}.${process.pid}.part`);
      return new CsvFile({ path, draft, file: openSync(draft ?? path, 'w'), spec });
    } catch (error) {
      throw refusal(path, error);
    }
  }

  write(record: FrameRecord): void {
    this.#pending += `${csvRow(record, { periodUs: this.#periodUs, isolates: this.#isolates })}\n`;
    if (this.#pending.length >= FLUSH_CHARACTERS) this.#flush();
  }

  #flush(): void {
    try {
      writeSync(this.#file, this.#pending);
    } catch (error) {
      throw refusal(this.path, error);
    }
    this.#pending = '';
  }

  /** Completes the file and gives it its name. */
  finish(): void {
    this.#flush();
    closeSync(this.#file);
    if (this.#draft !== null) renameSync(this.#draft, this.path);
  }

  /** Leaves nothing behind. */
  discard(): void {
    try {
      closeSync(this.#file);
    } catch {
      // Closed already: the draft is what matters.
    }
    if (this.#draft !== null) rmSync(this.#draft, { force: true });
  }
}

function refusal(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new InputError('--csv', [{ path, message: `cannot be written (${code ?? message})` }]);
}
