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

/** The arithmetic, where too many states would have to be combined. An estimate from above. */
function tooMuch(_request: VerifyRequest): TooMuch | null {
  return null;
}
