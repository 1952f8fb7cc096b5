/**
 * Who misses what, counted a second time without the frame loop: each computer alone, its execution times drawn
 * from its own stream, its slots cut as the rig's numbers say. Holds for a bus without transfer time.
 */
import { stream } from '../../hil/random/stream.js';
import type { RigSpec } from '../../hil/rig/rig-spec.js';

export function naiveMisses(flight: { spec: RigSpec; seed: string; frames: number }): {
  missed: string[];
  skipped: string[];
} {
  const { spec, seed, frames } = flight;
  const { computers, faults } = spec.scheme;
  const phases = [spec.timing.sampleUs];
  for (let relay = 0; relay < faults; relay++) phases.push(spec.timing.relayUs);
  phases.push(spec.timing.controlUs);
  const needs = phases.map((quantiles) => Math.ceil(quantiles[3]));
  const slack = spec.frame.periodUs - needs.reduce((a, b) => a + b, 0);
  const share = Math.floor(slack / needs.length);
  const ends: number[] = [];
  for (const need of needs) ends.push((ends.at(-1) ?? 0) + need + share);
  const found = {
    missed: [] as { frame: number; id: number }[],
    skipped: [] as { frame: number; id: number }[],
  };
  for (let id = 0; id < computers; id++) {
    const luck = stream(seed, `execution/${id}`);
    let busyUntil = 0;
    for (let frame = 0; frame < frames; frame++) {
      const start = frame * spec.frame.periodUs;
      if (busyUntil > start) {
        found.skipped.push({ frame, id });
        continue;
      }
      let late = false;
      phases.forEach((quantiles, slot) => {
        const slotStart = start + (slot === 0 ? 0 : ends[slot - 1]);
        busyUntil = Math.max(busyUntil, slotStart) + Math.ceil(quantileAt(quantiles, luck.uniform()));
        if (busyUntil > start + ends[slot]) late = true;
      });
      if (late) found.missed.push({ frame, id });
    }
  }
  return { missed: inOrder(found.missed), skipped: inOrder(found.skipped) };
}

function quantileAt(quantiles: readonly number[], u: number): number {
  const steps = [0, 0.5, 0.99, 0.999, 1];
  const i = steps.findIndex((step) => u < step) - 1;
  return quantiles[i] + ((u - steps[i]) / (steps[i + 1] - steps[i])) * (quantiles[i + 1] - quantiles[i]);
}

function inOrder(found: { frame: number; id: number }[]): string[] {
  return found.sort((a, b) => a.frame - b.frame || a.id - b.id).map(({ frame, id }) => `${frame}/${id}`);
}
