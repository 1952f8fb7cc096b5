/**
 * How a fault can look to good computers.
 *
 *   benign       every good receiver can tell: nothing came, or an actuator failed behind the vote
 *   symmetric    wrong, and the same for all
 *   asymmetric   differs per receiver: the Byzantine case
 *
 * A lie told to *every* other computer in the same words is symmetric whatever its mode is called; a packet lost
 * at some receivers only is asymmetric, however innocent the cause.
 */
import type { CountByReceiver, FaultClass, FaultSpec } from './fault-spec.js';

/** The class of a fault in a rig of this many computers; `spec.faultClass` is not read. */
export function classify(spec: FaultSpec, computers: number): FaultClass {
  switch (spec.kind) {
    case 'sensor':
      if (spec.mode === 'dropout') return 'benign';
      return spec.mode === 'two-faced' ? lieClass(spec.to, spec.channel, computers) : 'symmetric';
    case 'computer':
      if (spec.mode === 'flood' || spec.mode === 'split-tag')
        return spec.receivers.length === computers - 1 ? 'benign' : 'asymmetric';
      if (spec.mode === 'two-faced' || spec.mode === 'liar' || spec.mode === 'forger')
        return lieClass(spec.to, spec.computer, computers);
      if (spec.mode === 'accuser') return spec.receivers.length < computers - 1 ? 'asymmetric' : 'symmetric';
      return spec.mode === 'upset' ? 'symmetric' : 'benign';
    case 'link': {
      if (spec.mode === 'duplicate') return 'benign';
      const reached = spec.receivers.filter((receiver) => receiver < computers).length;
      return reached === 0 || reached === computers - 1 ? 'benign' : 'asymmetric';
    }
    case 'actuator':
      return 'benign';
    default:
      return spec satisfies never;
  }
}

function lieClass(to: CountByReceiver, self: number, computers: number): FaultClass {
  const told = Object.keys(to).filter((id) => Number(id) !== self);
  const words = new Set(Object.values(to));
  return told.length === computers - 1 && words.size === 1 ? 'symmetric' : 'asymmetric';
}
