/** Noise with a fixed beginning for the tests of this room: a linear congruential generator, and twelve uniforms to a normal. */
import type { SampleNoise } from '../../sensors/noise-source.js';

export class FixedNoise implements SampleNoise {
  drawn = 0;
  private state: number;

  constructor(start: number) {
    this.state = start;
  }

  uniform(): number {
    this.drawn++;
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state / 0x1_0000_0000;
  }

  gaussian(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }

  gaussians(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.gaussian();
  }
}
