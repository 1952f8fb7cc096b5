/**
 * One execution of `verify omh|z` as a scenario that `ironbird agree` replays: each pick becomes a line of a
 * script, picks that say the same become one line.
 *
 *   picks  →  traitors: { 1: [{ to: [2, 4], path: [0], say: 0 }, { to: [3], path: [0], say: reported(error) }] }
 *
 * `agree` has no z: it lies in the proof room's `known-bad`, and nobody should fly it. What breaks z is therefore
 * told to omh, which shows on the same lies what the nested reports are for; the first line says so.
 */
import type { EigTree } from '../../firmware/agreement/eig-tree.js';
import { ERROR } from '../../firmware/agreement/hybrid-vote.js';
import { asymmetricWords, type Alphabet, type Cast } from './hybrid-cast.js';

export interface HybridExecution {
  readonly protocol: 'omh' | 'z';
  readonly faults: number;
  readonly cast: Cast;
  /** The pick of every choice. */
  readonly picks: Int32Array;
  readonly alphabet: Alphabet;
  readonly tree: EigTree;
  /** Good computers decided differently; else a good source was not heard. */
  readonly split: boolean;
}

/** The scenario as YAML; values are 0, 1, …, the first the default. */
export function hybridCounterexample(execution: HybridExecution): string {
  const { protocol, faults, cast, picks, split } = execution;
  const { kinds, valueChoice } = cast;
  const broken = split
    ? 'good computers decide differently'
    : 'a good computer does not decide what the good source sent';
  const under = protocol === 'z' ? 'Under Algorithm Z, ' : '';
  const replay = protocol === 'z' ? ' `agree` has no z: here omh is told the same.' : '';
  const faulty = kinds.flatMap((kind, id) => (kind === 'good' ? [] : [`${id} ${kind}`]));
  const lines = [
    `# ${under}${broken}.${replay}`,
    `# Faulty: ${faulty.join(', ')}.`,
    'protocol: omh',
    `computers: ${kinds.length}`,
    `faults: ${faults}`,
    'source: 0',
    `value: ${valueChoice < 0 ? 0 : picks[valueChoice]}`,
    'default: 0',
    'traitors:',
  ];
  kinds.forEach((kind, id) => {
    if (kind !== 'good') lines.push(`  ${id}: [${scriptOf(execution, id).join(', ')}]`);
  });
  if (faulty.length === 0) lines[lines.length - 1] = 'traitors: {}';
  return `${lines.join('\n')}\n`;
}

function scriptOf({ cast, picks, alphabet, tree }: HybridExecution, traitor: number): string[] {
  if (cast.kinds[traitor] === 'benign') return ['{ say: absent }'];
  const words = asymmetricWords(alphabet);
  const receiversOf = new Map<string, number[]>();
  for (const { sender, receiver, kind, choices, told } of cast.packets) {
    if (sender !== traitor) continue;
    choices.forEach((choice, i) => {
      const pick = picks[choice];
      if (kind === 'omissive' && pick === 0) return;
      const word = kind === 'omissive' ? ERROR : words[pick];
      const path = told[i] < 0 ? '' : `path: [${tree.pathOf(told[i]).join(', ')}], `;
      const line = `${path}say: ${textOf(word)}`;
      receiversOf.set(line, [...(receiversOf.get(line) ?? []), receiver]);
    });
  }
  return [...receiversOf].map(([line, to]) => `{ to: [${to.join(', ')}], ${line} }`);
}

function textOf(word: number): string {
  if (word === ERROR) return 'absent';
  return word > ERROR ? String(word - 1) : 'reported(error)';
}
