/**
 * No reading at all: the count is NO_DATA, which selection skips in every computer alike.
 *
 * It may come and go: by chance, each frame losing its reading with a given probability, or by the clock, the
 * first `silentFrames` of every `cycleFrames` losing it. A sensor that repeats its last good reading instead
 * is not a dropout but stuck (`stuck.ts`), and much harder to tell.
 */
import { NO_DATA } from '../firmware/icd/quantities.js';
import { type FaultWindow, requireRange, SensorFault } from './faults.js';
import type { NoiseSource } from './noise-source.js';

export type DropoutPattern =
  | { readonly kind: 'constant' }
  /** Each frame on its own, 0 ≤ probability ≤ 1; `noise` is the fault's own source. */
  | { readonly kind: 'random'; readonly probability: number; readonly noise: NoiseSource }
  /** A duty cycle that starts at the onset, 1 ≤ silentFrames ≤ cycleFrames. */
  | { readonly kind: 'cycle'; readonly silentFrames: number; readonly cycleFrames: number };

export class DropoutFault extends SensorFault {
  private readonly pattern: DropoutPattern;

  constructor(parameters: FaultWindow & { pattern?: DropoutPattern }) {
    super(parameters);
    const pattern = parameters.pattern ?? { kind: 'constant' };
    if (pattern.kind === 'random') requireRange('probability', pattern.probability, { min: 0, max: 1 });
    if (pattern.kind === 'cycle') {
      requireRange('silentFrames', pattern.silentFrames, { min: 1, max: pattern.cycleFrames });
      requireRange('cycleFrames', pattern.cycleFrames);
    }
    this.pattern = pattern;
  }

  protected distort(count: number): number {
    return this.silent() ? NO_DATA : count;
  }

  private silent(): boolean {
    const pattern = this.pattern;
    switch (pattern.kind) {
      case 'constant':
        return true;
      case 'random':
        return pattern.noise.uniform() < pattern.probability;
      case 'cycle':
        return this.elapsedFrames % pattern.cycleFrames < pattern.silentFrames;
      default:
        return pattern satisfies never;
    }
  }
}
