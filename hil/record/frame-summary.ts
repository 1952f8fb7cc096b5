/**
 * What a frame's record says about all computers together: how many are good, whether they agree, and whom they have
 * isolated. For the eye, not for the verdict, which is the judge's.
 */
import { COMMAND_WORDS } from '../../firmware/icd/effectors.js';
import { QUANTITIES, REPORT_WORDS } from '../../firmware/icd/quantities.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, EFFECTOR_STATE, type FrameRecord } from './frame-record.js';

/** Names of what an effector does, by code. */
export const STATE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(EFFECTOR_STATE).map(([name, code]) => [code, name]),
);

export interface GoodComputers {
  readonly good: number;
  /** Some whose commands arrived and count command differently, as the judge has it. */
  readonly commandSplit: boolean;
  /** Some that are not aside hold different vectors. */
  readonly vectorSplit: boolean;
}

export function goodComputers(record: FrameRecord): GoodComputers {
  let holder = -1;
  let speaker = -1;
  let good = 0;
  let commandSplit = false;
  let vectorSplit = false;
  for (let id = 0; id < record.computers; id++) {
    if (!record.has(id, COMPUTER_FLAG.good)) continue;
    good++;
    if (record.has(id, COMPUTER_FLAG.aside)) continue;
    if (holder < 0) holder = id;
    else {
      const vectors = { a: record.vectorAt(holder, 0), b: record.vectorAt(id, 0) };
      if (differ(record.ints, { ...vectors, words: record.computers * REPORT_WORDS })) vectorSplit = true;
    }
    if (!record.has(id, COMPUTER_FLAG.commanded)) continue;
    if (speaker < 0) speaker = id;
    else {
      const { command } = COMPUTER_FIELD;
      const commands = { a: record.computerAt(speaker, command), b: record.computerAt(id, command) };
      if (differ(record.ints, { ...commands, words: COMMAND_WORDS })) commandSplit = true;
    }
  }
  return { good, commandSplit, vectorSplit };
}

/** Ids and sensors with blanks between, as the first good computer that trusts its state has it. */
export interface IsolatedUnits {
  readonly channels: string;
  /** `alpha/0 beta/2` */
  readonly sensors: string;
  readonly disputed: string;
}

export function isolatedUnits(record: FrameRecord): IsolatedUnits {
  const ids = Array.from({ length: record.computers }, (_, id) => id);
  const judge = ids.find((id) => record.has(id, COMPUTER_FLAG.good) && record.has(id, COMPUTER_FLAG.trusted));
  if (judge === undefined) return { channels: '', sensors: '', disputed: '' };
  const at = record.computerAt(judge, COMPUTER_FIELD.verdict);
  const listed = (mask: number): string => ids.filter((id) => (mask & (1 << id)) !== 0).join(' ');
  const sensors = ids.flatMap((id) =>
    QUANTITIES.flatMap(({ name }, quantity) =>
      (record.isolatedSensors(judge, id) & (1 << quantity)) === 0 ? [] : [`${name}/${id}`],
    ),
  );
  return {
    channels: listed(record.ints[at]),
    sensors: sensors.join(' '),
    disputed: listed(record.ints[at + 1]),
  };
}

/** Whether two runs of words differ. */
function differ(ints: Int32Array, { a, b, words }: { a: number; b: number; words: number }): boolean {
  for (let i = 0; i < words; i++) if (ints[a + i] !== ints[b + i]) return true;
  return false;
}
