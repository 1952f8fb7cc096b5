/**
 * A computer of a self-checking pair: even ids command, the odd id after each is its monitor.
 *
 *   pair 0 = 0 com + 1 mon     surfaces follow the first pair whose halves both send the same command
 *   pair 1 = 2 com + 3 mon     bit for bit, and of which both have been heard lately
 *
 * The monitor computes from its own sensors, compares with what its com told it, and says *com's* command again
 * if it can stand by it (`redundancy/command-monitor.ts`). A com keeps up with the com in command, and each
 * monitor with its own com, so that the two halves of a pair never drift apart, whatever happens between pairs.
 */
import { CommandComparator } from '../redundancy/command-comparator.js';
import { PairCheck } from '../redundancy/command-monitor.js';
import { StandbyComputer, type StandbyConfig } from './standby-computer.js';

export class ComMonComputer extends StandbyComputer {
  readonly #check: PairCheck;
  readonly #partner: number;
  readonly #monitors: boolean;
  #miscompares = false;

  constructor(config: StandbyConfig) {
    const comparator = new CommandComparator(config.limits);
    super(config, {
      units: config.computers / 2,
      alike: (own, other) => comparator.alike(own, other),
    });
    this.#check = new PairCheck(config.limits);
    this.#partner = config.self ^ 1;
    this.#monitors = (config.self & 1) === 1;
  }

  protected forget(): void {
    this.#check.reset();
    this.#miscompares = false;
  }

  protected get tripped(): number {
    return 0;
  }

  protected get fit(): boolean {
    return !this.#check.shut;
  }

  protected unitsSpeaking(): number {
    let speaking = 0;
    for (let pair = 0; 2 * pair < this.config.computers; pair++)
      if (((this.commanding >>> (2 * pair)) & 0b11) === 0b11) speaking |= 1 << pair;
    return speaking;
  }

  protected judge(): Int16Array | null {
    const told = (this.commanding & (1 << this.#partner)) === 0 ? null : this.told[this.#partner];
    if (!this.awake) return null;
    const agrees = this.#check.agrees(this.law.command, told);
    this.#miscompares = told !== null && !agrees;
    if (this.#check.shut) return null;
    if (!this.#monitors) return this.law.command;
    return agrees ? told : null;
  }

  protected get suspects(): number {
    return this.#miscompares ? 1 << this.#partner : 0;
  }

  protected get model(): number {
    return this.#monitors ? this.#partner : 2 * this.chain.inCommand;
  }
}
