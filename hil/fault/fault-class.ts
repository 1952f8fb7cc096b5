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
import type {
  ComputerFaultSpec,
  CountByReceiver,
  FaultClass,
  FaultSpec,
  LinkFaultSpec,
} from './fault-spec.js';

/** The class of a fault in a rig of this many computers; `spec.faultClass` is not read. */
export function classify(spec: FaultSpec, computers: number): FaultClass {
  switch (spec.kind) {
    case 'sensor':
      if (spec.mode === 'dropout') return 'benign';
      return spec.mode === 'two-faced' ? lieClass(spec.to, spec.channel, computers) : 'symmetric';
    case 'computer':
      return computerClass(spec, computers);
    case 'link':
      return linkClass(spec, computers);
    case 'clock':
      return spec.mode === 'two-faced' ? lieClass(spec.lateUs, spec.computer, computers, 'benign') : 'benign';
    case 'supply':
      return 'benign';
    case 'actuator':
      return 'benign';
    default:
      return spec satisfies never;
  }
}

function computerClass(spec: ComputerFaultSpec, computers: number): FaultClass {
  switch (spec.mode) {
    case 'two-faced':
    case 'liar':
    case 'forger':
      return lieClass(spec.to, spec.computer, computers);
    case 'flood':
    case 'split-tag':
    case 'fail-silent':
    case 'babble':
      return reachesAllOrNone(spec.receivers, spec.computer, computers) ? 'benign' : 'asymmetric';
    case 'forged-sender':
      return 'asymmetric';
    case 'accuser':
      return spec.receivers.length < computers - 1 ? 'asymmetric' : 'symmetric';
    case 'replay':
      return spec.header === 'old' ? 'benign' : 'symmetric';
    case 'upset':
    case 'upset-law':
    case 'upset-vector':
    case 'upset-register':
    case 'wrong-default':
    case 'wrong-output':
    case 'stale-restart':
      return 'symmetric';
    case 'crash':
    case 'hang':
    case 'late':
    case 'self-trip':
      return 'benign';
    default:
      return spec satisfies never;
  }
}

function linkClass(spec: LinkFaultSpec, computers: number): FaultClass {
  const { senders } = spec;
  const even = (receivers: readonly number[]): boolean =>
    senders.every((sender) => reachesAllOrNone(receivers, sender, computers));
  switch (spec.mode) {
    case 'duplicate':
    case 'retained':
      return 'benign';
    case 'masquerade':
    case 'partition':
    case 'clique-split':
      return 'asymmetric';
    case 'wrong-content':
      return even(spec.receivers) ? 'symmetric' : 'asymmetric';
    case 'off-specification':
      return even(spec.deaf) ? 'benign' : 'asymmetric';
    case 'omission':
    case 'corruption':
    case 'delay':
    case 'jitter':
    case 'reorder':
    case 'babble':
    case 're-enumeration':
    case 'stall':
      return even(spec.receivers) ? 'benign' : 'asymmetric';
    default:
      return spec satisfies never;
  }
}

/** Of the other computers; the actuators have no story to compare. */
function reachesAllOrNone(receivers: readonly number[], sender: number, computers: number): boolean {
  const reached = receivers.filter((receiver) => receiver < computers && receiver !== sender).length;
  return reached === 0 || reached === computers - 1;
}

function lieClass(
  to: CountByReceiver,
  self: number,
  computers: number,
  toAllAlike: FaultClass = 'symmetric',
): FaultClass {
  const told = Object.keys(to).filter((id) => Number(id) !== self);
  const words = new Set(Object.values(to));
  return told.length === computers - 1 && words.size === 1 ? toAllAlike : 'asymmetric';
}
