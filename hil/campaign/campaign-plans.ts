/**
 * Flight i of a campaign, from (campaign, seed, i) alone and in the same time for every i.
 *
 *   random   stratum = rotation[i mod its length]; variants take turns within the stratum; the rest is drawn from
 *            streams named after the flight
 *   finite   combination = i · stride mod combinations, then block, then digits
 *
 * The stride is the golden section of the number of combinations, made coprime to it. So every combination comes
 * once, and any beginning of the campaign is spread evenly over all blocks: to stop early, or to give --flights,
 * leaves no stratum unseen. Flown in order, the first hours would be all of one class; shuffled, the shuffle would
 * have to be kept or replayed.
 */
import { stream } from '../random/stream.js';
import type { CampaignSpec, FaultTemplate, SpaceBlock, StratumSpec } from './campaign-spec.js';
import type { Draw } from './draw-spec.js';
import { digitsOf } from './draw-values.js';
import type { FlightPlan } from './flight-plan.js';
import { byChance, byNumber, channelSlots, type Choose, fillFaults } from './space-fill.js';

/** Plan of flight `index`, 0 … size − 1; throws RangeError beyond. `seed`: the campaign's, decimal. */
export function planFlight(
  campaign: CampaignSpec,
  { seed, index }: { seed: string; index: number },
): FlightPlan {
  const end = campaign.size ?? Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(index) || index < 0 || index >= end) {
    throw new RangeError(`flight ${index} of a campaign of ${end}`);
  }
  return campaign.walk === 'random'
    ? planDrawn(campaign, { seed, index })
    : planNumbered(campaign, { seed, index });
}

function planDrawn(campaign: CampaignSpec, { seed, index }: { seed: string; index: number }): FlightPlan {
  const { rotation, strata, sameDraws, computers } = campaign;
  const { stratum: which, turn } = rotation[index % rotation.length];
  const stratum = strata[which];
  // How many flights of this stratum came before: whole rotations, and turns in this one.
  const before = Math.floor(index / rotation.length) * stratum.weight + turn;
  const { variants } = stratum;
  const variant = variants[before % variants.length];
  const round = Math.floor(before / variants.length);
  const flight = sameDraws ? `${stratum.class}/round ${round}` : `flight ${index}`;
  const choose = byChance(seed, flight);
  const space = {
    named: stratum.named,
    templates: templatesOf(stratum, choose),
    computers: computers[variant],
  };
  return {
    index,
    seed: seedOf(seed, flight),
    variant,
    stratum: stratum.class,
    faults: fillFaults(space, choose),
  };
}

function planNumbered(campaign: CampaignSpec, { seed, index }: { seed: string; index: number }): FlightPlan {
  const { blocks, strata, computers, sameDraws } = campaign;
  const last = blocks[blocks.length - 1];
  const combinations = last.start + last.combinations;
  const repeat = Math.floor(index / combinations);
  const number = ((index % combinations) * strideOf(combinations)) % combinations;
  const block = blockOf(blocks, number);
  const [which, ...digits] = rowOf(block, number - block.start);
  const variant = block.variants[which];
  const stratum = strata[block.stratum];
  const templates = block.template === null ? stratum.faults : [stratum.faults[block.template]];
  const space = { named: stratum.named, templates, computers: computers[variant] };
  return {
    index,
    seed: seedOf(seed, sameDraws ? `repeat ${repeat}` : `flight ${index}`),
    variant,
    stratum: stratum.class,
    faults: fillFaults(space, byNumber(digits)),
  };
}

/** One of each, or as many as are drawn. A template that names its channel is used once; others strike elsewhere. */
function templatesOf({ faults, count }: StratumSpec, choose: Choose): readonly FaultTemplate[] {
  if (count === null) return faults;
  const scope = { computers: 0, self: -1, named: new Map<string, unknown>() };
  const wanted = choose('count', count, scope) as number;
  const left = [...faults];
  const chosen: FaultTemplate[] = [];
  for (let i = 0; i < wanted && left.length > 0; i++) {
    const which: Draw = { kind: 'uniform', low: 0, high: left.length - 1, step: 1 };
    const at = choose(`template ${i}`, which, scope) as number;
    chosen.push(left[at]);
    if (channelSlots(left[at]) === 0) left.splice(at, 1);
  }
  return chosen;
}

function seedOf(seed: string, flight: string): string {
  const draws = stream(seed, `${flight}/seed`);
  return String((BigInt(draws.nextUint32()) << 32n) | BigInt(draws.nextUint32()));
}

const GOLDEN_SECTION = 0.6180339887498949;

/** Coprime to the number of combinations, and about 0.618 of it. */
function strideOf(combinations: number): number {
  let stride = Math.max(1, Math.round(combinations * GOLDEN_SECTION));
  while (divisor(stride, combinations) !== 1) stride++;
  return stride;
}

/** The greatest common one. */
function divisor(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low !== 0) [high, low] = [low, high % low];
  return high;
}

/** The block that holds this combination. */
function blockOf(blocks: readonly SpaceBlock[], number: number): SpaceBlock {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].start <= number) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}

function rowOf({ rows, sizes }: SpaceBlock, number: number): readonly number[] {
  return rows === null ? digitsOf(number, sizes) : rows[number];
}
