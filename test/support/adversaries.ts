/**
 * Adversaries for agreement: every lie there is, or a repeatable crowd of random liars.
 *
 * A *slot* is a message that a traitor sends to a good computer. What traitors tell each other does not matter
 * (they may say anything anyway), so one assignment of a word to every slot is one behaviour of the traitors.
 */
import type { Say, Telling } from './naive-om.js';

/** What may be said in a slot; undefined = nothing. */
export type Word = number | undefined;

export interface Cast {
  readonly computers: number;
  /** m, the depth of OM. */
  readonly faults: number;
  readonly source: number;
  readonly traitors: readonly number[];
}

/** All slots of OM(m), in the order of their rounds. */
function slotsOf({ computers, faults, source, traitors }: Cast): Telling[] {
  const slots: Telling[] = [];
  const visit = (path: number[], sender: number): void => {
    const chain = [...path, sender];
    for (let receiver = 0; receiver < computers; receiver++) {
      if (chain.includes(receiver)) continue;
      if (traitors.includes(sender) && !traitors.includes(receiver)) slots.push({ path, sender, receiver });
      if (chain.length <= faults) visit(chain, receiver);
    }
  };
  visit([], source);
  return slots.sort((a, b) => a.path.length - b.path.length);
}

/** A number for a message, different for different messages. */
function keyOf({ path, sender, receiver }: Telling): number {
  let key = 1;
  for (const id of path) key = key * 16 + id;
  return (key * 16 + sender) * 16 + receiver;
}

/** Runs `visit` once for every behaviour of the traitors over these words; returns how many there were. */
export function everyLie(cast: Cast, words: readonly Word[], visit: (say: Say) => void): number {
  const slots = slotsOf(cast);
  const placeOf = new Map(slots.map((slot, i) => [keyOf(slot), i]));
  const chosen = new Int32Array(slots.length);
  const say: Say = (telling, honest) => {
    const place = placeOf.get(keyOf(telling));
    return place === undefined ? honest : words[chosen[place]];
  };
  for (let executions = 1; ; executions++) {
    visit(say);
    let i = 0;
    while (i < chosen.length && ++chosen[i] === words.length) chosen[i++] = 0;
    if (i === chosen.length) return executions;
  }
}

/** Well-mixed 32 bits of two numbers. */
export function mix({ seed, key }: { seed: number; key: number }): number {
  let h = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(key, 0x85ebca77)) | 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/**
 * A random liar: each traitor message is a word drawn by seed and message. Manners differ by seed: some lie
 * always, some every other time, some split their receivers into two camps, since plain noise rarely deceives.
 */
export function randomLiar(
  { seed, traitors }: { seed: number; traitors: readonly number[] },
  words: readonly Word[],
): Say {
  const manner = seed % 3;
  return (telling, honest) => {
    if (!traitors.includes(telling.sender)) return honest;
    const draw = mix({ seed, key: keyOf(telling) });
    if (manner === 1 && draw & 1) return honest;
    if (manner === 2 && draw % 8 > 0) return words[mix({ seed, key: telling.receiver }) % words.length];
    return words[(draw >>> 3) % words.length];
  };
}
