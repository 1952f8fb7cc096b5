/**
 * What `verify` found, as lines that a person can read, none wider than asked:
 *
 *   commander   placements   executions each   IC1 violated   IC2 violated
 *   traitor              5         1,048,576              0      not asked
 *   loyal               10        33,554,432      8,002,368      8,459,025
 *
 * Counts of twenty digits and more make the table too wide; then each case is a block of lines instead. Rounding
 * them was the alternative, and an exact count is the point.
 */
import { grouped } from '../files/grouped-digits.js';
import type { VerifyCase, VerifyRequest, VerifyResult } from './verifier.js';

const GAP = 3;

/** The counts, the bound, and what was left out. */
export function formatVerification(
  request: VerifyRequest,
  result: VerifyResult,
  { columns }: { readonly columns: number },
): string[] {
  const { cases, hybrid, covered, total, bound } = result;
  const rows =
    hybrid === null
      ? [
          ['commander', 'placements', 'executions each', 'IC1 violated', 'IC2 violated'],
          ...cases.map(caseRow),
        ]
      : [
          ['executions', 'agreement violated', 'validity violated'],
          [grouped(hybrid.executions), grouped(hybrid.agreement), grouped(hybrid.validity)],
        ];
  const lines = [...wrapped(questionOf(request), columns), '', ...tableOf(rows, columns), ''];
  lines.push(
    ...wrapped(
      covered < total
        ? `${grouped(covered)} of ${grouped(total)} executions (${percent(covered, { of: total })}), then interrupted`
        : `${grouped(total)} ${total === 1n ? 'execution' : 'executions'}, all there are`,
      columns,
    ),
  );
  if (hybrid === null && covered === total && idsMatter(cases)) {
    lines.push('placements with one kind of commander count differently: an id matters');
  }
  lines.push(...wrapped(bound, columns));
  return lines;
}

/** Whether a condition was violated in any execution looked at. */
export function isViolated({ cases, hybrid }: VerifyResult): boolean {
  if (hybrid !== null) return hybrid.agreement > 0n || hybrid.validity > 0n;
  return cases.some(({ ic1, ic2 }) => ic1 > 0n || ic2 > 0n);
}

/** What was asked, in a sentence. */
function questionOf(request: VerifyRequest): string {
  const { protocol, computers, faults, traitors, values, omission, choice, hybrid, signatures } = request;
  const head = `${protocol}: ${computers} computers, m = ${faults}`;
  const placed = `${head}, ${plural(traitors, 'traitor')} in every place`;
  const words = `${values} values (0 is the default)`;
  switch (protocol) {
    case 'om':
    case 'tmr':
      return `${placed}; each says any of ${words}${omission ? ' or nothing' : ''} in every message; ${choice}`;
    case 'sm':
      return `${placed}; ${words}; ${signatures} signatures`;
    case 'omh':
    case 'z': {
      const { asymmetric, symmetric, benign, omissiveAsymmetric } = hybrid;
      return `${head}; ${asymmetric} asymmetric, ${symmetric} symmetric, ${benign} benign, ${omissiveAsymmetric} omissive asymmetric, in every place; ${words}`;
    }
    default:
      return protocol satisfies never;
  }
}

function caseRow({ commander, placements, executions, ic1, ic2 }: VerifyCase): string[] {
  return [
    commander,
    grouped(placements),
    grouped(executions),
    grouped(ic1),
    commander === 'traitor' ? 'not asked' : grouped(ic2),
  ];
}

/** Columns as wide as they must be, the first flush left; blocks where that is too wide. */
function tableOf(rows: readonly (readonly string[])[], columns: number): string[] {
  const [head, ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const width = widths.reduce((sum, each) => sum + each, GAP * (head.length - 1));
  if (width <= columns) {
    return rows.map((row) =>
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column])))
        .join(' '.repeat(GAP)),
    );
  }
  const label = Math.max(...head.map(({ length }) => length)) + GAP;
  return body.flatMap((row, i) => [
    ...(i > 0 ? [''] : []),
    ...row.map((text, column) => `${head[column].padEnd(label)}${text}`),
  ]);
}

/** Two cases with the same kind of commander. */
function idsMatter(cases: readonly VerifyCase[]): boolean {
  return new Set(cases.map(({ commander }) => commander)).size < cases.length;
}

function percent(part: bigint, { of }: { of: bigint }): string {
  return `${(Number((part * 10_000n) / of) / 100).toFixed(2)} %`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length > columns) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
