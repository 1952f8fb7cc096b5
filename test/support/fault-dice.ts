/**
 * Random fault plans as a user would write them: any mode, any time, on the channels that a test names. What is drawn
 * is text for a rig file, so that whatever fails can be flown by hand.
 */
import type { Dice } from './dice.js';

export interface PlanSize {
  readonly computers: number;
  /** Frames of the flight. */
  readonly frames: number;
  /** Only faults that look the same to all, as a triplex with one exchange needs. */
  readonly symmetric?: boolean;
}

const QUANTITIES = ['alpha', 'beta', 'pitchRate', 'normalLoad', 'airspeed', 'heading', 'stickRoll'];

/** One line of `faults:` that strikes this channel. */
export function drawFault(dice: Dice, channel: number, { computers, frames, symmetric }: PlanSize): string {
  const others = Array.from({ length: computers }, (_, id) => id).filter((id) => id !== channel);
  const some = (): number[] => {
    const chosen = others.filter(() => dice.uniform() < 0.5);
    return chosen.length === 0 ? [dice.pick(others)] : chosen;
  };
  const count = (): number => dice.between({ low: -32767, high: 32767 });
  const told = (): string =>
    `to: { ${some()
      .map((id) => `${id}: ${count()}`)
      .join(', ')} }`;
  const quantity = dice.pick(QUANTITIES);
  const sensor = `target: sensor/${quantity}/${channel}`;
  const computer = `target: computer/${channel}`;
  const accused = dice.uniform() < 0.5 ? dice.pick(others) : `'${quantity}/${dice.pick(others)}'`;
  const kinds: (() => string)[] = [
    () => `${sensor}, mode: stuck`,
    () => `${sensor}, mode: stuck, value: ${count()}, ditherLsb: 2`,
    () => `${sensor}, mode: bias, offset: ${count()}`,
    () => `${sensor}, mode: drift, ratePerS: ${dice.between({ low: 50, high: 5000 })}`,
    () => `${sensor}, mode: noise, sigma: ${dice.between({ low: 50, high: 5000 })}`,
    () => `${sensor}, mode: spikes, height: ${count()}, widthFrames: 2, spacingFrames: 40`,
    () => `target: 'sensor/*/${channel}', mode: dropout, silentFrames: 3, cycleFrames: 7`,
    () => `${computer}, mode: crash`,
    () => `${computer}, mode: hang, watchdogFrames: 40`,
    () => `${computer}, mode: upset, word: ${dice.between({ low: 0, high: 3 })}, bit: 20`,
    () => `${computer}, mode: two-faced, quantity: ${quantity}, value: ${count()}`,
    () => `${computer}, mode: accuser, accuse: [${accused}]`,
  ];
  if (symmetric !== true)
    kinds.push(
      () => `${computer}, mode: late, byUs: 9000`,
      () => `${computer}, mode: two-faced, quantity: ${quantity}, ${told()}`,
      () => `${computer}, mode: liar, quantity: ${quantity}, ${told()}`,
      () => `${computer}, mode: accuser, accuse: [${accused}], tell: [${some().join(', ')}]`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: omission`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: delay, byUs: 9000`,
      () => `target: 'link/${channel}/*', mode: duplicate`,
    );
  const onset = dice.between({ low: 5, high: frames - 100 });
  const lasts = dice.uniform() < 0.5 ? '' : `, frames: ${dice.between({ low: 1, high: 150 })}`;
  return `  - { ${dice.pick(kinds)()}, onset: ${onset}${lasts} }`;
}
