/**
 * `npm run bench`: every bench, as a table and as one JSON document; `-- --json` prints the document alone, and
 * `-- om` or `-- closed-loop` runs one. Missing a target is a figure, not a failure: the exit code is 0.
 */
import { cpus } from 'node:os';
import { raiseInliningLimits } from '../../hil/cli/inlining.js';
import { run as campaign } from './campaign.js';
import { run as closedLoop } from './closed-loop.js';
import { run as executionTimes } from './execution-times.js';
import { run as om } from './om.js';
import type { Row } from './row.js';
import { run as signedMessages } from './sm.js';
import { run as signatures } from './signatures.js';
import { run as verify } from './verify.js';

const BENCHES: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  om,
  verify,
  'closed-loop': closedLoop,
  campaign,
  'execution-times': executionTimes,
  signatures,
  sm: signedMessages,
};

raiseInliningLimits();
const names = process.argv.slice(2).filter((argument) => argument !== '--json');
const jsonOnly = process.argv.includes('--json');
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) rows.push(...(await BENCHES[name]()));
  if (!jsonOnly) for (const row of rows) process.stdout.write(`${lines(row).join('\n')}\n`);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  process.stdout.write(`${JSON.stringify({ machine, rows }, null, jsonOnly ? 2 : 0)}\n`);
}

function lines({ name, value, unit, spread, reference, ratio, target, reached, note }: Row): string[] {
  const [low, high] = spread.map(figure);
  const out = [name, `  ${figure(value)} ${unit} (median; ${low} … ${high})`];
  if (reference !== null && ratio !== null) {
    out.push(`  ${figure(reference.value)} ${reference.unit}: ${reference.name}; ratio ${ratio.toFixed(2)}`);
  }
  if (target !== '')
    out.push(`  wanted ${target}: ${reached === null ? 'not judged' : reached ? 'reached' : 'missed'}`);
  if (note !== undefined) out.push(`  ${note}`);
  return out;
}

function figure(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : value.toFixed(2);
}
