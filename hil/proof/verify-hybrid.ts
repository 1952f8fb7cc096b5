/**
 * `verify omh` and `verify z`: every execution of a hybrid mix of faults, over every placement of the kinds, run
 * through the firmware's own code.
 *
 *   placements → choices and packets (`hybrid-cast.ts`) → all picks, like a mileage counter → count violations
 *
 * Counted are executions in which two good computers other than the source decided differently (agreement), and
 * those in which the source is good and one of them did not decide its value (validity). Good and omissive computers
 * run the protocol; of the others only their words are needed, and these are put on the wire as picked. The default
 * value is the first. Plain enumeration: what is told the same under many picks is told again each time; sharing it
 * was the alternative, and is not needed for the sizes at which the counts can still be read.
 */
import { hybridComputersMin, asymmetricCount, hybridHolds } from '../../firmware/agreement/hybrid-bound.js';
import { EigTree } from '../../firmware/agreement/eig-tree.js';
import { ERROR } from '../../firmware/agreement/hybrid-vote.js';
import { HybridMessages, type HybridMessagesConfig } from '../../firmware/agreement/omh.js';
import { hybridCounterexample } from './hybrid-counterexample.js';
import { asymmetricWords, castOf, passesOn, placements, type Alphabet, type Cast } from './hybrid-cast.js';
import { executionCount } from './hybrid-executions.js';
import { createAlgorithmZ } from './known-bad/algorithm-z.js';
import type { OralPart } from './oral-part.js';
import type { Verifier, VerifyRequest, VerifyResult, Watch } from './verifier.js';

const SOURCE = 0;
/** The word of the first value, which is the default. */
const FIRST_VALUE = 1;
/** Executions between two looks at the watch. */
const EXECUTIONS_PER_LOOK = 1 << 14;

export interface HybridVariant {
  readonly protocol: 'omh' | 'z';
  /** Whether an asymmetric computer may also say that it was told an error. */
  readonly reportedError: boolean;
  /** One computer's part. */
  create(config: HybridMessagesConfig): OralPart;
}

/** A verifier of this variant; that of a planted mistake, too. */
export function verifierOf(variant: HybridVariant): Verifier {
  return {
    protocol: variant.protocol,
    total: (request) =>
      executionCount({ ...sizeOf(request), mix: request.hybrid, ...alphabetOf(variant, request) }),
    verify: (request, watch) => verify(variant, request, watch),
  };
}

export const hybridVerifier = verifierOf({
  protocol: 'omh',
  reportedError: true,
  create: (config) => new HybridMessages(config),
});

export const algorithmZVerifier = verifierOf({
  protocol: 'z',
  reportedError: false,
  create: createAlgorithmZ,
});

function sizeOf({ computers, faults }: VerifyRequest): { computers: number; faults: number } {
  return { computers, faults };
}

function alphabetOf({ reportedError }: HybridVariant, { values }: VerifyRequest): Alphabet {
  return { values, reportedError };
}

function verify(variant: HybridVariant, request: VerifyRequest, watch: Watch): VerifyResult {
  const alphabet = alphabetOf(variant, request);
  const total = executionCount({ ...sizeOf(request), mix: request.hybrid, ...alphabet });
  const tree = new EigTree({ ...sizeOf(request), sources: [SOURCE] });
  const stage = new Stage(variant, tree, alphabet);
  const count = { executions: 0n, agreement: 0n, validity: 0n };
  let counterexample: string | null = null;
  let stopped = false;
  for (const kinds of placements(request.computers, request.hybrid)) {
    const cast = castOf(tree, kinds, alphabet);
    stage.enter(cast);
    for (let more = true; more && !stopped; ) {
      let looked = 0;
      let split = 0;
      let unheard = 0;
      for (; more && looked < EXECUTIONS_PER_LOOK; looked++) {
        stage.run();
        if (stage.split) split++;
        if (stage.unheard) unheard++;
        if (counterexample === null && (stage.split || stage.unheard)) {
          counterexample = hybridCounterexample({
            protocol: variant.protocol,
            faults: request.faults,
            cast,
            picks: stage.picks,
            alphabet,
            tree,
            split: stage.split,
          });
        }
        more = stage.next();
      }
      count.executions += BigInt(looked);
      count.agreement += BigInt(split);
      count.validity += BigInt(unheard);
      stopped = !watch({ done: count.executions, total });
    }
    if (stopped) break;
  }
  return {
    withinBound: hybridHolds(request.hybrid, request),
    bound: boundSentence(variant.protocol, request),
    cases: [],
    hybrid: count,
    counterexample,
    covered: count.executions,
    total,
  };
}

function boundSentence(protocol: string, { computers, faults, hybrid }: VerifyRequest): string {
  const a = asymmetricCount(hybrid);
  const within = hybridHolds(hybrid, { computers, faults });
  const sum = `2·${a} + 2·${hybrid.symmetric} + ${hybrid.benign} + ${faults}`;
  const least = hybridComputersMin(hybrid, { faults }) - 1;
  const size = `${computers} ${computers > least ? '>' : 'is not more than'} ${sum} = ${least} (2a + 2s + b + m)`;
  const rounds = `${a} ${a > faults ? 'asymmetric is more than' : 'asymmetric ≤'} m = ${faults}`;
  const claim = protocol === 'z' ? ', as published for z' : '';
  return `${within ? 'within' : 'outside'} the bound${claim}: ${size}; ${rounds}`;
}

/** The computers that run the protocol, and one execution after another of a cast. */
class Stage {
  /** The current pick of every choice. */
  picks = new Int32Array(0);
  /** Good computers decided differently. */
  split = false;
  /** The source is good, and a good computer did not decide its value. */
  unheard = false;
  readonly #parts: OralPart[];
  readonly #words: Int32Array;
  readonly #wire: Int32Array;
  readonly #decided: Int32Array;
  #cast: Cast | null = null;
  #listeners: OralPart[] = [];
  #judged: OralPart[] = [];

  constructor(variant: HybridVariant, tree: EigTree, alphabet: Alphabet) {
    this.#parts = Array.from({ length: tree.computers }, (_, self) =>
      variant.create({ tree, self, otherwise: FIRST_VALUE }),
    );
    this.#words = asymmetricWords(alphabet);
    this.#wire = new Int32Array(tree.size);
    this.#decided = new Int32Array(tree.computers);
  }

  enter(cast: Cast): void {
    this.#cast = cast;
    this.picks = new Int32Array(cast.radix.length);
    this.#listeners = this.#parts.filter((_, id) => passesOn(cast.kinds[id]));
    this.#judged = this.#parts.filter((_, id) => id !== SOURCE && cast.kinds[id] === 'good');
  }

  run(): void {
    const cast = this.#cast as Cast;
    const wire = this.#wire;
    const value = cast.valueChoice < 0 ? ERROR : FIRST_VALUE + this.picks[cast.valueChoice];
    for (const part of this.#listeners) part.begin(value);
    for (const { round, sender, receiver, kind, choices } of cast.packets) {
      if (passesOn(kind)) this.#parts[sender].compose(round, receiver, wire, 0);
      for (let i = 0; i < choices.length; i++) {
        const pick = this.picks[choices[i]];
        if (kind !== 'omissive') wire[i] = this.#words[pick];
        else if (pick === 1) wire[i] = ERROR;
      }
      this.#parts[receiver].accept(round, sender, wire, 0);
    }
    this.#judge(cast.kinds[SOURCE] === 'good', value);
  }

  /** On to the next picks; false after the last. */
  next(): boolean {
    const { radix } = this.#cast as Cast;
    const picks = this.picks;
    let i = 0;
    while (i < radix.length && ++picks[i] === radix[i]) picks[i++] = 0;
    return i < radix.length;
  }

  #judge(sourceGood: boolean, value: number): void {
    this.split = false;
    this.unheard = false;
    let first: number | null = null;
    for (const part of this.#judged) {
      part.resolve(this.#decided);
      const word = this.#decided[SOURCE];
      first ??= word;
      if (word !== first) this.split = true;
      if (sourceGood && word !== value) this.unheard = true;
    }
  }
}
