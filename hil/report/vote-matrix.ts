/**
 * Who decided what about whom in one frame, for one quantity of the report.
 *
 *                    decided by
 *   about     said    0        1        2
 *   0         3.2     3.2      −27.6    3.7    ← good computers hold different reports: the row is split
 *   1         3.2     3.2      3.2      3.2
 *
 * Read from the frame's record alone. A row is split where two good computers hold different *reports*, all sixteen
 * quantities compared; the cells marked are those that differ from what most good computers hold (of equal camps the
 * one of the lower id), which need not show in the quantity printed.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { NO_DATA, QUANTITIES, REPORT_WORDS } from '../../firmware/icd/quantities.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, type FrameRecord } from '../record/frame-record.js';

/** In the quantity's unit; null = no reading, or nobody there to have one. */
type Reading = number | null;

export interface VoteRow {
  readonly source: number;
  /** What the source measured, if it ran. */
  readonly said: Reading;
  /** By the computer that decided. */
  readonly decided: readonly { readonly value: Reading; readonly differs: boolean }[];
  readonly split: boolean;
}

export interface VoteMatrix {
  readonly frame: number;
  /** Index into QUANTITIES, and into EFFECTORS. */
  readonly quantity: number;
  readonly effector: number;
  /** By computer. */
  readonly computers: readonly {
    readonly standing: 'good' | 'faulty' | 'down';
    /** One of its channel's sensors is at fault, which does not make the computer a bad one. */
    readonly sensorFault: boolean;
    readonly selected: Reading;
    /** In the effector's unit; null = none reached the actuators. */
    readonly command: Reading;
  }[];
  /** By source; empty where the computers tell each other nothing. */
  readonly rows: readonly VoteRow[];
}

export function voteMatrix(
  record: FrameRecord,
  { quantity, effector }: { quantity: number; effector: number },
): VoteMatrix {
  const ids = Array.from({ length: record.computers }, (_, id) => id);
  const good = ids.filter(
    (id) => record.has(id, COMPUTER_FLAG.good) && record.has(id, COMPUTER_FLAG.running),
  );
  const running = (id: number): boolean => record.has(id, COMPUTER_FLAG.running);
  const reading = (id: number, at: number): Reading =>
    running(id) ? readingOf(record.countAt(at, quantity), quantity) : null;
  const rows = ids.map((source): VoteRow => {
    const held = good.map((id) => reportKey(record, record.vectorAt(id, source)));
    const usual = mostFrequent(held);
    return {
      source,
      said: reading(source, record.computerAt(source, COMPUTER_FIELD.sent)),
      decided: ids.map((id) => {
        const at = record.vectorAt(id, source);
        return { value: reading(id, at), differs: good.includes(id) && reportKey(record, at) !== usual };
      }),
      split: new Set(held).size > 1,
    };
  });
  const exchanged = rows.some(({ source, decided }) =>
    decided.some(({ value }, id) => id !== source && value !== null),
  );
  return {
    frame: record.frame,
    quantity,
    effector,
    computers: ids.map((id) => ({
      standing: !running(id) ? 'down' : good.includes(id) ? 'good' : 'faulty',
      sensorFault: record.has(id, COMPUTER_FLAG.sensorFault),
      selected: reading(id, record.selectedAt(id)),
      command: commandOf(record, { id, effector }),
    })),
    rows: exchanged ? rows : [],
  };
}

/** A count of a report in its unit; null for no reading. */
export function readingOf(count: number, quantity: number): Reading {
  if (count === NO_DATA) return null;
  const { zero, lsb } = QUANTITIES[quantity];
  return zero + count * lsb;
}

/** A computer's command in the effector's unit; null where none reached the actuators. */
export function commandOf(
  record: FrameRecord,
  { id, effector }: { id: number; effector: number },
): number | null {
  if (!record.has(id, COMPUTER_FLAG.commanded)) return null;
  return record.commandOf(id, effector) / EFFECTORS[effector].countsPerUnit;
}

function reportKey(record: FrameRecord, at: number): string {
  return record.ints.subarray(at, at + REPORT_WORDS).join();
}

/** Of equally frequent ones the first. */
function mostFrequent(keys: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return keys.find((key) => counts.get(key) === most);
}
