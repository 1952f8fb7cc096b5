/**
 * The same rig with more computers and on other lines: where does its frame stop to close?
 *
 *   computers   4   5   7   ×   baud   115,200   500,000        each pair planned as a rig of its own
 *
 * Everything else stays as the rig has it: what it claims to survive, its execution times, its period. A number of
 * computers that the scheme cannot be flown with is the asker's mistake, and all of them are named at once.
 */
import { InputError, type Problem } from '../files/problem.js';
import { checkScheme } from './rig-file-scheme.js';
import type { RigSpec } from './rig-spec.js';
import { explainMisfit, type FramePlan, planFrame } from './schedule.js';

export interface SweepRow {
  readonly computers: number;
  /** Bit/s; 0 = transfers take no time. */
  readonly baud: number;
  readonly plan: FramePlan;
  /** Share of the slack that each slot has; below 0 what the frame lacks, shared alike. */
  readonly slotSlackUs: number;
  /** The arithmetic where it does not close. */
  readonly misfit: string | null;
}

/** By computers, then by baud, in the order asked for. Throws InputError for computers that the scheme refuses. */
export function sweepBudget(
  spec: RigSpec,
  {
    computers = [spec.scheme.computers],
    baud = [spec.bus.baud],
  }: { computers?: readonly number[] | undefined; baud?: readonly number[] | undefined },
): SweepRow[] {
  refuseSchemes(spec, computers);
  return computers.flatMap((count) =>
    baud.map((speed) => {
      const scheme = { ...spec.scheme, computers: count };
      const rig = { ...spec, scheme, bus: { ...spec.bus, baud: speed } };
      const plan = planFrame(rig);
      return {
        computers: count,
        baud: speed,
        plan,
        slotSlackUs: Math.floor((spec.frame.periodUs - plan.neededUs) / plan.slots.length),
        misfit: plan.closes ? null : explainMisfit(plan, rig),
      };
    }),
  );
}

function refuseSchemes(spec: RigSpec, computers: readonly number[]): void {
  const problems = computers.flatMap((count) =>
    checkScheme({ ...spec.scheme, computers: count }, spec).map(
      ({ key, ...problem }): Problem => ({ ...problem, path: key }),
    ),
  );
  if (problems.length > 0) throw new InputError('--computers', problems);
}
