/**
 * `verify sm`: all placements of the traitors, everything they could legally send, on the code that flies.
 *
 *   placements.ts             who the traitors are
 *   signed-executions.ts      every execution, counted
 *   signature-oracle.ts       signatures that cannot be forged
 *   signed-counterexample.ts  the first that did harm, as a scenario
 *
 * With vectors one execution also says whom each chain convinces besides its receiver, wherever that matters: in
 * every round but the last, any of the good computers that have not signed it.
 *
 * From m = 3 on, placements may count differently although ids mean nothing to the paper: of two chains with one
 * new value a computer relays the one from the lower id, and whether a traitor's name is on it decides who can
 * sign it next. The cases then tell the placements apart; the violations are 0 in each of them within the bound.
 */
import { SignedMessages } from '../../firmware/agreement/sm.js';
import { casesOf, placementsOf, type PlacementCount } from './placements.js';
import { signedBound } from './signed-agreement.js';
import { signedCounterexample } from './signed-counterexample.js';
import { SignedExecutions, type SignedTrial } from './signed-executions.js';
import type { TooMuch, Verifier, VerifyRequest, VerifyResult, Watch } from './verifier.js';

/** Doublings of work: about a day. */
const WORK_LOG2_MAX = 36;

export const signedVerifier: Verifier = {
  protocol: 'sm',
  tooMuch,
  total,
  verify: (request, watch) => verifySigned(request, { watch }),
};

/** As `Verifier.verify`, with the good computers made by a test that plants a wrong one. */
export function verifySigned(
  request: VerifyRequest,
  {
    watch = () => true,
    computerOf = (config) => new SignedMessages(config),
  }: { readonly watch?: Watch; readonly computerOf?: SignedTrial['computerOf'] } = {},
): VerifyResult {
  const { faults, computers, traitors, values, signatures } = request;
  const all = total(request);
  const counts: PlacementCount[] = [];
  let counterexample: string | null = null;
  let covered = 0n;
  let going = true;
  for (const placement of placementsOf(request)) {
    const trial = { computers, faults, values, signatures, traitors: placement.traitors, computerOf };
    const before = covered;
    const counted = new SignedExecutions(trial, (executions) => {
      going = watch({ done: before + executions, total: all });
      return going;
    }).count();
    const { executions, ic1, ic2, violating } = counted;
    counts.push({ commander: placement.commander, executions, ic1, ic2 });
    covered += executions;
    if (violating !== null) counterexample ??= signedCounterexample(trial, violating);
    if (!going || !watch({ done: covered, total: all })) break;
  }
  const { within, says } = signedBound({ computers, faults }, { traitors, signatures });
  return {
    withinBound: within,
    bound: says,
    cases: casesOf(counts),
    hybrid: null,
    counterexample,
    covered,
    total: all,
  };
}

function total(request: VerifyRequest): bigint {
  const { computers, faults, values, signatures } = request;
  const computerOf: SignedTrial['computerOf'] = (config) => new SignedMessages(config);
  let sum = 0n;
  for (const { traitors } of placementsOf(request)) {
    const trial = { computers, faults, values, signatures, traitors, computerOf };
    sum += new SignedExecutions(trial, () => true).size();
  }
  return sum;
}

/**
 * The arithmetic, where too many states would have to be combined. Estimated from above: in round r a traitor can
 * put L chains before each receiver, which bring it to at most 2^L states, or 1 + L + L²/2 if two of them are all
 * that it keeps; the states of all receivers are combined, and each combination tries the last round.
 */
function tooMuch(request: VerifyRequest): TooMuch | null {
  const { computers, traitors } = request;
  const work = Math.max(...[true, false].map((treason) => workLog2(request, treason)));
  if (work <= WORK_LOG2_MAX) return null;
  return {
    message: `among ${computers} computers with ${traitors} traitors means ${work < 1000 ? `about 2^${Math.ceil(work)}` : 'more than 2^1000'} packets to take`,
    range: `at most 2^${WORK_LOG2_MAX}, about a day`,
    hint: 'take fewer computers, faults, traitors or values',
  };
}

/** Doublings of work for one kind of commander; 0 where there is no such placement or nobody to try it on. */
function workLog2(
  { computers, faults, traitors, values, signatures }: VerifyRequest,
  treason: boolean,
): number {
  const liars = treason ? traitors - 1 : traitors;
  const receivers = computers - 1 - liars;
  if (liars < 0 || receivers < 1) return 0;
  let work = 2 * Math.log2(computers);
  let widest = 0;
  for (let round = 1; round <= faults + 1; round++) {
    const others = round === 1 ? (treason ? 1 : 0) : liars * arrangements(computers - 3, round - 2);
    const chains = others * (treason ? values : 1);
    const onlookers = round > faults || signatures === 'transferable' ? 0 : receivers - 1;
    // Doublings for one chain: there or not, and whom it convinces.
    const each = Math.log2(1 + 2 ** onlookers);
    // Of one sender a packet is tried whole; senders are taken one after the other.
    widest = Math.max(widest, round === 1 ? chains * each : (chains / Math.max(1, liars)) * each);
    if (treason && round <= faults) {
      const kept = signatures === 'transferable' ? Math.log2(1 + chains + (chains * chains) / 2) : Infinity;
      work += receivers * Math.min(chains * each, kept);
    }
  }
  return work + widest;
}

/** Ordered choices of `take` out of `of`. */
function arrangements(of: number, take: number): number {
  let ways = 1;
  for (let i = 0; i < take; i++) ways *= Math.max(0, of - i);
  return ways;
}
