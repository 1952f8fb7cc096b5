/**
 * `budget --baud --computers` as a table, a line for each rig tried, and the sum of the first that does not close.
 *
 *   computers          baud   closes      slack us     a slot   bytes in each slot
 *           4       115,200   no           -35,712    -11,904   756 + 948 + 92
 */
import { grouped } from '../files/grouped-digits.js';
import type { SweepRow } from '../rig/budget-sweep.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { wrap } from './terminal.js';

const HEAD = `${'computers'.padStart(9)}${'baud'.padStart(13)}   closes${'slack us'.padStart(12)}${'a slot'.padStart(11)}   `;

export function sweepLines(
  rows: readonly SweepRow[],
  { spec, columns }: { spec: RigSpec; columns: number },
): string[] {
  const { scheme, frame } = spec;
  const misfit = rows.find((row) => row.misfit !== null);
  return [
    `${scheme.protocol}, built for ${scheme.faults}, ${grouped(frame.periodUs)} us; 0 baud: transfers take no time`,
    '',
    `${HEAD}bytes in each slot`,
    ...rows.flatMap((row) => rowLines(row, { frame, columns })),
    '',
    ...(misfit === undefined ? [] : [...misfitLines(misfit, columns), '']),
  ];
}

function rowLines(
  { computers, baud, plan, slotSlackUs }: SweepRow,
  { frame, columns }: Pick<RigSpec, 'frame'> & { columns: number },
): string[] {
  const cells = [
    String(computers).padStart(9),
    grouped(baud).padStart(13),
    `   ${plan.closes ? 'yes' : 'no'}`.padEnd(9),
    grouped(frame.periodUs - plan.neededUs).padStart(12),
    grouped(slotSlackUs).padStart(11),
    '   ',
  ];
  const bytes = plan.slots.map((slot) => grouped(slot.bytes)).join(' + ');
  const [first, ...rest] = wrap(bytes, columns - HEAD.length);
  return [cells.join('') + first, ...rest.map((line) => ' '.repeat(HEAD.length) + line)];
}

function misfitLines({ computers, baud, misfit }: SweepRow, columns: number): string[] {
  const where = baud === 0 ? `${computers} computers` : `${computers} computers at ${grouped(baud)} baud`;
  return wrap(`The first that does not close, ${where}: ${misfit}.`, columns);
}

/** What `--json` has of a sweep. */
export function sweepDocument(rows: readonly SweepRow[], { frame }: RigSpec): object[] {
  return rows.map(({ computers, baud, plan, slotSlackUs, misfit }) => ({
    computers,
    baud,
    closes: plan.closes,
    neededUs: plan.neededUs,
    slackUs: frame.periodUs - plan.neededUs,
    slotSlackUs,
    slots: plan.slots,
    misfit,
  }));
}
