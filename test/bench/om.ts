/**
 * Nanoseconds per explicit OM message, beside the paper's recursion in C at -O3 on the same workload.
 *
 * The two are timed in turn, in one process after another, and give the same checksum of all decisions, or the
 * figures are not shown. The yardstick counts only where it takes at most 12 ns a message for (4, 1): a slow one
 * would flatter us.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oralMessageCount, type Size } from '../../firmware/agreement/bounds.js';
import { OmExchange, type Way } from './om-exchange.js';
import { median, type Row, spreadOf } from './row.js';

const SIZES = [
  { computers: 4, faults: 1, frames: 100_000, ratioMax: 2 },
  { computers: 7, faults: 2, frames: 4000, ratioMax: 1 },
  { computers: 10, faults: 3, frames: 120, ratioMax: 1 },
] as const;
const WAYS: readonly Way[] = ['in place', 'in packets'];
const REPETITIONS = 9;
const YARDSTICK_NS_MAX = 12;
const SOURCE = fileURLToPath(new URL('om-brute-force.c', import.meta.url));

export function run(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-bench-'));
  try {
    const program = build(folder);
    return WAYS.flatMap((way) => SIZES.map((size) => compare({ ...size, way }, program)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The yardstick's program, or why there is none. */
function build(folder: string): { path: string } | { missing: string } {
  const path = join(folder, 'om-brute-force');
  const { error, status, stderr } = spawnSync('gcc', ['-std=c99', '-O3', '-o', path, SOURCE], {
    encoding: 'utf8',
  });
  if (error !== undefined) return { missing: 'gcc is not on this machine' };
  return status === 0 ? { path } : { missing: `gcc failed: ${stderr.split('\n')[0]}` };
}

function compare(
  size: Size & { frames: number; ratioMax: number; way: Way },
  program: { path: string } | { missing: string },
): Row {
  const { computers, faults, frames, ratioMax, way } = size;
  const messages = computers * oralMessageCount(size) * frames;
  const exchange = new OmExchange(size);
  for (let i = 0; i < 20; i++) exchange.run(Math.ceil(frames / 10));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const start = process.hrtime.bigint();
    const checksum = exchange.run(frames);
    ours.push(Number(process.hrtime.bigint() - start) / messages);
    if (!('path' in program)) continue;
    const [ns, other] = execFileSync(program.path, [computers, faults, frames].map(String), {
      encoding: 'utf8',
    })
      .trim()
      .split(' ');
    if (Number(other) !== checksum)
      throw new Error(`checksums differ at (${computers}, ${faults}): ${checksum}, ${other}`);
    theirs.push(Number(ns) / messages);
  }
  const reference =
    theirs.length === 0 ? null : { name: 'C, -O3, recursive', value: median(theirs), unit: 'ns/message' };
  const ratio = reference === null ? null : median(ours) / reference.value;
  const counts = computers !== 4 || reference === null || reference.value <= YARDSTICK_NS_MAX;
  return {
    name: `OM(${faults}), n = ${computers}, explicit messages ${way}`,
    value: median(ours),
    unit: 'ns/message',
    spread: spreadOf(ours),
    reference,
    ratio,
    target: way === 'in place' ? `≤ ${ratioMax} × the C` : '',
    reached: way === 'in packets' || ratio === null || !counts ? null : ratio <= ratioMax,
    ...('missing' in program ? { note: program.missing } : {}),
    ...(counts
      ? {}
      : { note: `the C takes more than ${YARDSTICK_NS_MAX} ns a message here: it does not count` }),
  };
}
