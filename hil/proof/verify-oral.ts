/**
 * `verify om` and `verify tmr`: all placements of the traitors, everything they could say, on the code that flies.
 *
 *   placements.ts          who the traitors are
 *   oral-slots.ts          what is theirs to say
 *   oral-count.ts          every way of saying it, counted
 *   oral-counterexample.ts the first that did harm, as a scenario
 *
 * `tmr` is OM(0): everyone uses what the commander told it. The m of its request only enters the bound, as in
 * `agree`: it claims m symmetric faults among 2m + 1, and a traitor commander here is tried with two faces too.
 */
import { oralComputersMin, oralMessageCount } from '../../firmware/agreement/bounds.js';
import { type Choice, majority, medianBy } from '../../firmware/agreement/choice.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { grouped } from '../files/grouped-digits.js';
import { counterexampleOf } from './oral-counterexample.js';
import { countPartial, countPlain, type OralTrial } from './oral-count.js';
import { countSlots, type SlotCount } from './oral-slots.js';
import { casesOf, placementCounts, type PlacementCount, placementsOf } from './placements.js';
import { MESSAGES_MAX } from './scenario-checks.js';
import type { TooMuch, Verifier, VerifyCase, VerifyRequest, VerifyResult, Watch } from './verifier.js';

/** Values looked at in all decisions together: about a day. */
const READS_MAX = 1e13;

export const oralVerifier: Verifier = {
  protocol: 'om',
  tooMuch,
  total,
  verify: (request, watch) => verifyOral(request, { watch }),
};

export const triplexVerifier: Verifier = { ...oralVerifier, protocol: 'tmr' };

/** As `Verifier.verify`, with the choice function of each computer where a test plants a wrong one. */
export function verifyOral(
  request: VerifyRequest,
  {
    watch = () => true,
    choiceOf = () => choiceNamed(request),
  }: { readonly watch?: Watch; readonly choiceOf?: (self: number) => Choice } = {},
): VerifyResult {
  const { computers, values, omission } = request;
  const tree = new EigTree({ computers, faults: depthOf(request), sources: [0] });
  const count = request.method === 'plain' ? countPlain : countPartial;
  const all = total(request);
  const counts: PlacementCount[] = [];
  let counterexample: string | null = null;
  let covered = 0n;
  let going = true;
  for (const placement of placementsOf(request)) {
    const trial: OralTrial = { ...placement, tree, values, omission, choiceOf };
    const before = covered;
    const counted = count(trial, (executions) => {
      going = watch({ done: before + executions, total: all });
      return going;
    });
    const { executions, ic1, ic2, violating } = counted;
    if (executions > 0n) counts.push({ commander: placement.commander, executions, ic1, ic2 });
    covered += executions;
    if (violating !== null) counterexample ??= counterexampleOf(request, trial, violating);
    if (!going || !watch({ done: covered, total: all })) break;
  }
  return { ...boundOf(request), cases: casesOf(counts), hybrid: null, counterexample, covered, total: all };
}

/** Rounds of relaying. */
function depthOf({ protocol, faults }: VerifyRequest): number {
  return protocol === 'tmr' ? 0 : faults;
}

function choiceNamed({ choice, computers }: VerifyRequest): Choice {
  return choice === 'median' ? medianBy((a, b) => a - b, computers) : majority;
}

function boundOf({
  protocol,
  computers,
  faults,
  traitors,
}: VerifyRequest): Pick<VerifyResult, 'withinBound' | 'bound'> {
  const computersMin = protocol === 'tmr' ? Math.max(3, 2 * faults + 1) : oralComputersMin(faults);
  const need = `${protocol} with ${plural(faults, 'fault')} needs ${computersMin}`;
  const beyond: string[] = [];
  if (computers < computersMin) beyond.push(`${plural(computers, 'computer')}, ${need}`);
  if (traitors > faults) beyond.push(`${plural(traitors, 'real fault')}, ${protocol} is built for ${faults}`);
  if (protocol === 'tmr' && traitors > 0)
    beyond.push('tmr holds symmetric faults, and a traitor commander may be two-faced');
  return {
    withinBound: beyond.length === 0,
    bound:
      beyond.length === 0
        ? `within the bound: ${plural(computers, 'computer')}, ${need}; ${plural(traitors, 'real fault')}`
        : `outside the bound: ${beyond.join('; ')}`,
  };
}

interface Sum extends SlotCount {
  readonly commander: VerifyCase['commander'];
  readonly placements: bigint;
}

/** Slots of each kind of placement there is. */
function sums(request: VerifyRequest): Sum[] {
  const { computers, traitors } = request;
  const placements = placementCounts(request);
  return (['traitor', 'loyal'] as const)
    .filter((commander) => placements[commander] > 0n)
    .map((commander) => ({
      commander,
      placements: placements[commander],
      ...countSlots({ computers, faults: depthOf(request) }, { traitors, commander }),
    }));
}

function total(request: VerifyRequest): bigint {
  const words = BigInt(wordsOf(request));
  return sums(request).reduce((sum, { commander, placements, shared, lastEach, receivers }) => {
    const sends = commander === 'loyal' ? BigInt(request.values) : 1n;
    return sum + placements * sends * words ** BigInt(shared + lastEach * receivers);
  }, 0n);
}

/** The arithmetic, where the decisions to be made read too many values. */
function tooMuch(request: VerifyRequest): TooMuch | null {
  const { computers, values, method } = request;
  const words = wordsOf(request);
  const messages = oralMessageCount({ computers, faults: depthOf(request) });
  const hint = `take fewer computers, faults, traitors or values${method === 'plain' ? ', or --method partial' : ''}`;
  if (messages > MESSAGES_MAX) {
    return {
      message: `among ${computers} computers means ${grouped(messages)} messages`,
      range: `at most ${grouped(MESSAGES_MAX)}`,
      hint,
    };
  }
  // A computer is told its share of the messages, and reads each of them in every decision.
  const readsEach = Math.ceil(messages / (computers - 1));
  const works = sums(request).map(({ commander, placements, shared, lastEach, receivers }) => {
    const sends = commander === 'loyal' ? values : 1;
    const slots = shared + lastEach * receivers;
    const tried =
      method === 'plain' ? words ** slots : words ** shared * Math.max(1, receivers * words ** lastEach);
    return { slots, reads: Number(placements) * sends * tried * readsEach };
  });
  const reads = works.reduce((sum, work) => sum + work.reads, 0);
  if (reads <= READS_MAX) return null;
  const slots = Math.max(...works.map((work) => work.slots));
  const way = method === 'plain' ? 'one by one' : 'even by partial evaluation';
  return {
    message: `among ${computers} computers means ${words}^${slots} executions a placement; ${way}, decisions that read ${magnitude(reads)} values`,
    range: `at most ${magnitude(READS_MAX)}, about a day`,
    hint,
  };
}

/** `10^13`, rounded up. */
function magnitude(count: number): string {
  return count < 1e300 ? `10^${Math.ceil(Math.log10(count))}` : 'more than 10^300';
}

/** What a traitor can say in one slot. */
function wordsOf({ values, omission }: VerifyRequest): number {
  return values + (omission ? 1 : 0);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
