/** The firmware's hybrid oral messages with one rule wrong; the tests must catch each. */
import { hybridMajority, reported, unreported } from '../../firmware/agreement/hybrid-vote.js';
import { HybridMessages, type HybridMessagesConfig } from '../../firmware/agreement/omh.js';

interface MutantRules {
  readonly report: (word: number) => number;
  /** What is chosen where no word has a majority, of the voter's own vote and the constant. */
  readonly otherwise: (own: number, constant: number) => number;
}

class MutantHybrid extends HybridMessages {
  readonly #rules: MutantRules;
  readonly #constant: number;

  constructor(config: HybridMessagesConfig, rules: MutantRules) {
    super(config);
    this.#rules = rules;
    this.#constant = config.otherwise;
  }

  override compose(round: number, receiver: number, out: Int32Array, at: number): number {
    const count = super.compose(round, receiver, out, at);
    if (round === 1) return count;
    for (let i = at; i < at + count; i++) out[i] = this.#rules.report(unreported(out[i]));
    return count;
  }

  override resolve(decided: Int32Array): void {
    const { values, tree, self } = this;
    const ownChild = tree.ownChild(self);
    const firstChild = tree.firstChild(self);
    tree.voted(self).forEach((node, i) => {
      const own = this.#rules.report(values[node]);
      values[ownChild[i]] = own;
      const count = tree.childCount(tree.levelOf(node));
      const otherwise = this.#rules.otherwise(own, this.#constant);
      values[node] = unreported(hybridMajority(values, firstChild[i], count, otherwise));
    });
    tree.sources.forEach((source, i) => (decided[source] = values[i]));
  }
}

/** Reports do not nest: "I was told R(E)" is said as R(E). */
export function createFlatReports(config: HybridMessagesConfig): HybridMessages {
  const report = (word: number): number => Math.max(-1, reported(word));
  return new MutantHybrid(config, { report, otherwise: (_, constant) => constant });
}

/** Where no word has a majority, a computer keeps its own. */
export function createTieKeepsOwn(config: HybridMessagesConfig): HybridMessages {
  return new MutantHybrid(config, { report: reported, otherwise: (own) => own });
}
