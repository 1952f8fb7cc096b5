/**
 * Nanoseconds per explicit OM message, beside the paper's recursion in C at -O3 on the same workload.
 *
 * The two are timed in turn, in one process after another, and give the same checksum of all decisions, or the
 * figures are not shown. The yardstick counts only where it takes at most 12 ns a message for (4, 1): a slow one
 * would flatter us.
 */
import { oralMessageCount, type Size } from '../../firmware/agreement/bounds.js';
import { type CProgram, withCProgram } from './c-program.js';
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

export function run(): Row[] {
  return withCProgram('om-brute-force.c', (program) =>
    WAYS.flatMap((way) => SIZES.map((size) => compare({ ...size, way }, program))),
  );
}

function compare(
  size: Size & { frames: number; ratioMax: number; way: Way },
  program: CProgram | { missing: string },
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
    if ('missing' in program) continue;
    const [ns, other] = program([computers, faults, frames]);
    if (other !== checksum)
      throw new Error(`checksums differ at (${computers}, ${faults}): ${checksum}, ${other}`);
    theirs.push(ns / messages);
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
