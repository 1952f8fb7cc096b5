/**
 * What a fault strikes, as written and as meant.
 *
 *   sensor/<quantity>/<channel>           sensor/alpha/0        `*` = all sixteen; alpha,beta = two of them
 *   computer/<id>                         computer/2
 *   link/<from[,…]|*>/<to[,…]|*|actuators>  link/0/1,2          * = everyone, and everyone it sends to
 *   clock/<id>                            clock/2
 *   supply/<id[,id …]|*>                  supply/0,1            one supply that these channels share
 *   actuator/<effector>[/<motor>]         actuator/elevator/1
 *
 * A path of names was preferred to nested keys because it is also what reports print and what `--fault` takes.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { ACTUATORS } from '../../firmware/icd/packets.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { suggestion } from '../files/did-you-mean.js';

/** What the rig has that a fault can name. Null = not known, because that part of the rig is itself wrong. */
export interface FaultSite {
  readonly computers: number | null;
  /** By effector index: how many motors can be named. */
  readonly motors: readonly number[] | null;
}

export type FaultTarget =
  | { readonly kind: 'sensor'; readonly quantities: readonly number[]; readonly channel: number }
  | { readonly kind: 'computer'; readonly computer: number }
  | { readonly kind: 'link'; readonly senders: readonly number[]; readonly receivers: readonly number[] }
  | { readonly kind: 'clock'; readonly computer: number }
  | { readonly kind: 'supply'; readonly channels: readonly number[] }
  | { readonly kind: 'actuator'; readonly effector: number; readonly motor: number | null };

export type FaultKind = FaultTarget['kind'];

export const TARGET_FORMS: Readonly<Record<FaultKind, string>> = {
  sensor: 'sensor/<quantity[,…] or *>/<channel[,…]>',
  computer: 'computer/<id>',
  link: 'link/<from, or *>/<to, or *, or actuators>',
  clock: 'clock/<id>',
  supply: 'supply/<id, or several, or *>',
  actuator: 'actuator/<effector>[/<motor>]',
};

/** Why a target is none. */
export interface TargetProblem {
  readonly message: string;
  readonly range?: string | undefined;
  readonly hint?: string | undefined;
}

class Refusal extends Error {
  readonly problem: TargetProblem;

  constructor(message: string, more: Omit<TargetProblem, 'message'> = {}) {
    super(message);
    this.problem = { message, ...more };
  }
}

const QUANTITY_NAMES = QUANTITIES.map(({ name }) => name);
const EFFECTOR_NAMES = EFFECTORS.map(({ name }) => name);

function idOf(text: string, { what, count }: { what: string; count: number | null }): number {
  if (!/^(0|[1-9]\d?)$/.test(text))
    throw new Refusal(`has "${text}" where a ${what} is wanted`, { range: '0, 1, 2 …' });
  const id = Number(text);
  if (count !== null && id >= count) {
    const range = count === 0 ? undefined : count === 1 ? '0' : `0 … ${count - 1}`;
    throw new Refusal(`names ${what} ${id}, which this rig does not have`, { range });
  }
  return id;
}

function indexOf(name: string, { what, names }: { what: string; names: readonly string[] }): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new Refusal(`names no ${what} of this aircraft: "${name}"`, { hint: suggestion(name, names) });
  return index;
}

function idsOf(text: string, { what, count }: { what: string; count: number | null }): number[] {
  if (text === '*') return Array.from({ length: count ?? 0 }, (_, id) => id);
  return [...new Set(text.split(',').map((part) => idOf(part, { what, count })))];
}

function receiversOf(
  text: string,
  { senders, computers }: { senders: readonly number[]; computers: number | null },
): number[] {
  const [only] = senders.length === 1 ? senders : [-1];
  const others = Array.from({ length: computers ?? 0 }, (_, id) => id).filter((id) => id !== only);
  if (text === '*') return [...others, ACTUATORS];
  const receivers = text.split(',').map((part) => {
    if (part === 'actuators') return ACTUATORS;
    const id = idOf(part, { what: 'computer', count: computers });
    if (id === only) throw new Refusal('is a link from a computer to itself');
    return id;
  });
  return [...new Set(receivers)];
}

function parse(text: string, site: FaultSite): FaultTarget {
  const [kind, ...parts] = text.split('/');
  const { computers } = site;
  const arity = (...lengths: number[]): void => {
    if (!lengths.includes(parts.length)) {
      throw new Refusal('does not have the form of its kind', { hint: TARGET_FORMS[kind as FaultKind] });
    }
  };
  switch (kind as FaultKind) {
    case 'sensor': {
      arity(2);
      const names = parts[0] === '*' ? QUANTITY_NAMES : parts[0].split(',');
      const found = names.map((name) => indexOf(name, { what: 'quantity', names: QUANTITY_NAMES }));
      const quantities = [...new Set(found)].sort((a, b) => a - b);
      return { kind: 'sensor', quantities, channel: idOf(parts[1], { what: 'channel', count: computers }) };
    }
    case 'computer':
      arity(1);
      return { kind: 'computer', computer: idOf(parts[0], { what: 'computer', count: computers }) };
    case 'link': {
      arity(2);
      const senders = idsOf(parts[0], { what: 'computer', count: computers });
      return { kind: 'link', senders, receivers: receiversOf(parts[1], { senders, computers }) };
    }
    case 'clock':
      arity(1);
      return { kind: 'clock', computer: idOf(parts[0], { what: 'computer', count: computers }) };
    case 'supply':
      arity(1);
      return { kind: 'supply', channels: idsOf(parts[0], { what: 'channel', count: computers }) };
    case 'actuator': {
      arity(1, 2);
      const effector = indexOf(parts[0], { what: 'effector', names: EFFECTOR_NAMES });
      if (parts.length === 1) return { kind: 'actuator', effector, motor: null };
      const motors = site.motors?.[effector] ?? null;
      if (motors === 0) {
        const hint = `give ${parts[0]} kind: three-motor, or leave the motor out`;
        throw new Refusal('names a motor of an actuator that votes and has none to name', { hint });
      }
      return { kind: 'actuator', effector, motor: idOf(parts[1], { what: 'motor', count: motors }) };
    }
    default: {
      const kinds = Object.keys(TARGET_FORMS);
      const near = suggestion(kind, kinds);
      const hint = near.startsWith('did') ? near : `forms: ${Object.values(TARGET_FORMS).join(', ')}`;
      throw new Refusal(`names no kind of target: "${kind}"`, { hint });
    }
  }
}

/** The target, or what is wrong with it. */
export function parseTarget(text: string, site: FaultSite): FaultTarget | TargetProblem {
  try {
    return parse(text, site);
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}
