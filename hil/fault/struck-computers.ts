/**
 * Which computers a fault puts in the wrong, as far as the others can tell.
 *
 *   sensor, computer, clock     the one it names, and those with the same error
 *   link                        those who send on it; of a partition, those outside the largest group
 *   supply                      everyone it feeds
 *
 * A link has no unit of its own: whoever cannot be heard is, to the others, at fault. Whose name is taken by another is in
 * the wrong too while that lasts, since nobody can tell its packets from the false ones; nobody means it, so
 * it is listed apart.
 */
import type { FaultSpec, LinkFaultSpec, Partition } from './fault-spec.js';

/** Ids, none twice; empty for an actuator. */
export function struckComputers(spec: FaultSpec): readonly number[] {
  switch (spec.kind) {
    case 'sensor':
      return [spec.channel];
    case 'computer':
      return spec.mode === 'wrong-output' ? [...new Set([spec.computer, ...spec.also])] : [spec.computer];
    case 'clock':
      return [spec.computer];
    case 'supply':
      return spec.channels;
    case 'link':
      return isPartition(spec) ? [...new Set(spec.stages.flatMap(({ cut }) => cut))] : spec.senders;
    case 'actuator':
      return [];
    default:
      return spec satisfies never;
  }
}

/** The computer whose name another takes; null where nobody's is. */
export function impersonated(spec: FaultSpec): number | null {
  return spec.mode === 'forged-sender' || spec.mode === 'masquerade' ? spec.as : null;
}

export type Partitioning = Extract<LinkFaultSpec, { mode: 'partition' | 'clique-split' }>;

export function isPartition(spec: FaultSpec): spec is Partitioning {
  return spec.mode === 'partition' || spec.mode === 'clique-split';
}

/** The partition in force in a frame. */
export function partitionIn({ stages, stageFrames, onset }: Partitioning, frame: number): Partition {
  return stages[Math.min(stages.length - 1, Math.floor((frame - onset) / stageFrames))];
}
