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
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { InputError } from '../files/problem.js';
import { columnName } from '../record/column-names.js';
import {
  COMPUTER_FLAG,
  DOUBLE,
  EFFECTOR_FIELD,
  type FrameRecord,
  NO_COMMAND,
} from '../record/frame-record.js';
import { goodComputers, isolatedUnits, STATE_NAMES } from '../record/frame-summary.js';
import type { RigSpec } from '../rig/rig-spec.js';

const FLUSH_CHARACTERS = 1 << 16;

/** The columns of a rig's time series. */
function csvHeader({ computers, isolate = false }: { computers: number; isolate?: boolean }): string[] {
  return [
    't_s',
    'frame',
    ...QUANTITIES.map(({ name, unit }) => columnName(name, unit)),
    ...EFFECTORS.flatMap(({ name, unit }) => [
      columnName(`${name}Voted`, unit),
      columnName(`${name}Position`, unit),
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
  for (let id = 0; id < record.computers; id++) {
    const commanded = record.has(id, COMPUTER_FLAG.commanded);
    cells.push(commanded ? cell(record.commandOf(id, 0) / EFFECTORS[0].countsPerUnit) : '');
  }
  const { good, commandSplit, vectorSplit } = goodComputers(record);
  cells.push(String(good), commandSplit ? '1' : '0', vectorSplit ? '1' : '0');
  if (isolates) {
    const { channels, sensors, disputed } = isolatedUnits(record);
    cells.push(channels, sensors, disputed);
  }
  return cells.join(',');
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
