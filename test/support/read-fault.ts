/**
 * One fault entry read as a rig file would read it: its spec, or what is wrong with it, a line each.
 */
import { type FaultContext, readFaults } from '../../hil/fault/fault-file.js';
import { showValue } from '../../hil/files/problem.js';

/** A quad with OM(1) that isolates and whose rudder has three motors. */
export const QUAD: FaultContext = {
  computers: 4,
  motors: [0, 0, 3, 0],
  frames: 1000,
  rounds: 2,
  isolates: true,
  taken: [],
  at: ['faults'],
};

/** Lines are `path | = value | message | range | hint`. */
export function readFault(
  entry: unknown,
  context: FaultContext = QUAD,
): { spec: Record<string, unknown>; lines: string[] } {
  const { specs, problems } = readFaults([entry], context);
  const lines = problems.map(({ path, value, message, range, hint }) =>
    [path, value === undefined ? '' : `= ${showValue(value)}`, message, range ?? '', hint ?? ''].join(' | '),
  );
  return { spec: specs[0] as unknown as Record<string, unknown>, lines };
}
