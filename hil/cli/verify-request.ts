/**
 * What was typed after `ironbird verify`, as a request: defaults filled in, every problem named at once.
 *
 *   protocol   computers           faults   traitors   values
 *   om         3m + 1              1        m          2
 *   tmr        2m + 1, at least 3  1        m          2
 *   sm         m + 2               1        m          2
 *   omh, z     5                   1        –          2        one asymmetric fault
 *
 * An option that belongs to another protocol is refused rather than ignored: the user would take the counts for an
 * answer to a question that was never asked.
 */
import { didYouMean, suggestion } from '../files/did-you-mean.js';
import { grouped } from '../files/grouped-digits.js';
import { InputError, type Problem } from '../files/problem.js';
import { VERIFIED_PROTOCOLS, type VerifiedProtocol, type VerifyRequest } from '../proof/verifier.js';
import { VERIFIER_NAMES, verifierOf } from '../proof/verifiers.js';
import type { VerifyOptions } from './command-options.js';
import { shellLine } from './session.js';

const COMPUTERS_MAX = 16;
const VALUES_MAX = 256;
const EXECUTIONS_MAX = 10n ** 11n;

type Known = Exclude<keyof VerifyOptions, 'counterexample' | 'json'>;

const COUNTED: readonly VerifiedProtocol[] = ['om', 'sm', 'tmr'];
const ORAL: readonly VerifiedProtocol[] = ['om', 'tmr'];
const HYBRID: readonly VerifiedProtocol[] = ['omh', 'z'];

/** Options that do not suit every protocol. A traitor of sm may always be silent, so saying so is no mistake. */
const BELONGS: Partial<Record<Known, readonly VerifiedProtocol[]>> = {
  traitors: COUNTED,
  omission: COUNTED,
  choice: ORAL,
  method: ORAL,
  asymmetric: HYBRID,
  symmetric: HYBRID,
  benign: HYBRID,
  omissiveAsymmetric: HYBRID,
  signatures: ['sm'],
};

/** Collects what is wrong while it reads. */
class Reader {
  readonly problems: Problem[] = [];

  report(path: string, problem: Omit<Problem, 'path'>): void {
    this.problems.push({ path, ...problem });
  }

  /** A whole number in a range; where it is none, the default goes on so that the rest can be read. */
  whole(
    option: string,
    text: string | undefined,
    { low, high, otherwise, range }: { low: number; high: number; otherwise: number; range?: string },
  ): number {
    const value = text === undefined ? otherwise : /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    if (value !== undefined && value >= low && value <= high) return value;
    this.report(option, {
      value: value ?? text,
      message: value === undefined ? 'must be a whole number' : 'is out of range',
      range: `${low} … ${high}${range === undefined ? '' : ` = ${range}`}`,
      ...(text === undefined ? { hint: 'it follows from the other options; give it yourself' } : {}),
    });
    return Math.min(Math.max(otherwise, low), high);
  }

  word<T extends string>(option: string, text: string | undefined, known: readonly [T, ...T[]]): T {
    if (text === undefined) return known[0];
    const found = known.find((word) => word === text);
    if (found !== undefined) return found;
    const near = didYouMean(text, known);
    this.report(option, {
      value: text,
      message: `must be ${known.join(' or ')}`,
      ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
    });
    return known[0];
  }
}

/** The request. Throws InputError with everything that is wrong. */
export function requestOf(word: string, options: VerifyOptions): VerifyRequest {
  const reader = new Reader();
  const protocol = VERIFIED_PROTOCOLS.find((name) => name === word);
  if (protocol === undefined) {
    reader.report('protocol', {
      value: word,
      message: 'is no protocol that can be verified',
      hint: suggestion(word, VERIFIED_PROTOCOLS),
    });
  } else {
    if (!verifierOf(protocol)) {
      reader.report('protocol', {
        value: protocol,
        message: 'is not in this build',
        hint: `take ${VERIFIER_NAMES.join(' or ')}`,
      });
    }
    refuseForeign(reader, protocol, options);
  }
  const request = read(reader, protocol ?? 'om', options);
  if (reader.problems.length === 0) refuseTooMuch(reader, request);
  if (reader.problems.length > 0) throw new InputError('verify', reader.problems);
  return request;
}

function refuseForeign(reader: Reader, protocol: VerifiedProtocol, options: VerifyOptions): void {
  for (const [name, protocols] of Object.entries(BELONGS)) {
    const value = options[name as Known];
    if (value === undefined || protocols.includes(protocol)) continue;
    reader.report(optionOf(name as Known), {
      ...(typeof value === 'string' ? { value } : {}),
      message: `says nothing about ${protocol}`,
      hint: `it belongs to ${protocols.join(', ')}`,
    });
  }
}

function read(reader: Reader, protocol: VerifiedProtocol, options: VerifyOptions): VerifyRequest {
  const { omission = false, choice, signatures, method } = options;
  // Faults first, as far as that can be said without computers: the default for n follows from m.
  const faultsAtMost = COMPUTERS_MAX - 2;
  const typed = options.faults !== undefined && /^\d{1,9}$/.test(options.faults) ? Number(options.faults) : 1;
  const faultsGuess = Math.min(typed, faultsAtMost);
  const computers = reader.whole('--computers', options.computers, {
    low: 2,
    high: COMPUTERS_MAX,
    otherwise: computersDefault(protocol, faultsGuess),
  });
  const faults = reader.whole('--faults', options.faults, {
    low: 0,
    high: Math.max(0, computers - 2),
    otherwise: Math.min(1, computers - 2),
    range: 'computers − 2',
  });
  const traitors = reader.whole('--traitors', COUNTED.includes(protocol) ? options.traitors : undefined, {
    low: 0,
    high: computers,
    otherwise: faults,
    range: 'computers',
  });
  const values = reader.whole('--values', options.values, { low: 2, high: VALUES_MAX, otherwise: 2 });
  return {
    protocol,
    computers,
    faults,
    traitors,
    values,
    omission,
    choice: reader.word('--choice', choice, ['majority', 'median']),
    hybrid: readHybrid(reader, protocol, { computers, options }),
    signatures: reader.word('--signatures', signatures, ['transferable', 'vector']),
    method: reader.word('--method', method, ['partial', 'plain']),
  };
}

function readHybrid(
  reader: Reader,
  protocol: VerifiedProtocol,
  { computers, options }: { computers: number; options: VerifyOptions },
): VerifyRequest['hybrid'] {
  const kinds = ['asymmetric', 'symmetric', 'benign', 'omissiveAsymmetric'] as const;
  if (!HYBRID.includes(protocol)) return { asymmetric: 0, symmetric: 0, benign: 0, omissiveAsymmetric: 0 };
  const none = kinds.every((kind) => options[kind] === undefined);
  const count = (kind: (typeof kinds)[number]): number =>
    reader.whole(optionOf(kind), options[kind], {
      low: 0,
      high: computers,
      otherwise: none && kind === 'asymmetric' ? 1 : 0,
      range: 'computers',
    });
  const hybrid = {
    asymmetric: count('asymmetric'),
    symmetric: count('symmetric'),
    benign: count('benign'),
    omissiveAsymmetric: count('omissiveAsymmetric'),
  };
  const faulty = Object.values(hybrid).reduce((sum, each) => sum + each, 0);
  if (faulty > computers) {
    reader.report('the faults together', {
      value: faulty,
      message: 'are more than there are computers',
      range: `0 … ${computers}`,
    });
  }
  return hybrid;
}

/** As many as the protocol needs for m, but no more than there can be. */
function computersDefault(protocol: VerifiedProtocol, faults: number): number {
  switch (protocol) {
    case 'om':
      return 3 * faults + 1;
    case 'tmr':
      return Math.max(3, 2 * faults + 1);
    case 'sm':
      return faults + 2;
    case 'omh':
    case 'z':
      return 5;
    default:
      return protocol satisfies never;
  }
}

function refuseTooMuch(reader: Reader, request: VerifyRequest): void {
  const verifier = verifierOf(request.protocol);
  if (!verifier) return;
  if (verifier.tooMuch) {
    const problem = verifier.tooMuch(request);
    if (problem !== null) reader.report(request.protocol, { ...problem });
    return;
  }
  const total = verifier.total(request);
  if (total <= EXECUTIONS_MAX) return;
  reader.report(request.protocol, {
    message: `means ${total < 10n ** 40n ? grouped(total) : 'more than 10^40'} executions`,
    range: `at most ${grouped(EXECUTIONS_MAX)}`,
    hint: 'take fewer computers, faults, traitors or values',
  });
}

/** `omissiveAsymmetric` → `--omissive-asymmetric`. */
function optionOf(name: Known): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The command that asks the same again. */
export function againOf(request: VerifyRequest): string {
  const { protocol, computers, faults, traitors, values, omission, choice, hybrid, signatures, method } =
    request;
  const words = ['ironbird', 'verify', protocol, '--computers', computers, '--faults', faults];
  if (COUNTED.includes(protocol)) words.push('--traitors', traitors);
  words.push('--values', values);
  if (omission) words.push('--omission');
  if (choice !== 'majority') words.push('--choice', choice);
  if (HYBRID.includes(protocol)) {
    for (const [kind, count] of Object.entries(hybrid)) {
      if (count > 0) words.push(optionOf(kind as Known), count);
    }
  }
  if (signatures !== 'transferable') words.push('--signatures', signatures);
  if (method === 'plain') words.push('--method', method);
  return shellLine(words.map(String));
}
