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
  /** The rig isolates, so that charges can be made; true when left out. */
  readonly isolates?: boolean;
  /** There is a second round to lie in; true when left out. */
  readonly relays?: boolean;
}

const QUANTITIES = ['alpha', 'beta', 'pitchRate', 'normalLoad', 'airspeed', 'heading', 'stickRoll'];

/** One line of `faults:` that strikes this channel. */
export function drawFault(
  dice: Dice,
  channel: number,
  { computers, frames, symmetric, isolates = true, relays = true }: PlanSize,
): string {
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
  ];
  if (isolates) kinds.push(() => `${computer}, mode: accuser, accuse: [${accused}]`);
  const bit = `bit: ${dice.between({ low: 0, high: 15 })}`;
  const duty = ', duty: { activeFrames: 2, cycleFrames: 7 }';
  kinds.push(
    () => `${computer}, mode: fail-silent`,
    () => `${computer}, mode: stale-restart, downFrames: ${dice.between({ low: 1, high: 60 })}`,
    () => `${computer}, mode: upset-law, word: ${dice.between({ low: 0, high: 3 })}, bit: 20${duty}`,
    () =>
      `${computer}, mode: upset-vector, source: ${dice.pick(others)}, quantity: ${quantity}, ${bit}${duty}`,
    () => `${computer}, mode: upset-register, quantity: ${quantity}, ${bit}${duty}`,
    () => `${computer}, mode: wrong-default, quantity: ${quantity}, value: ${count()}`,
    () =>
      `${computer}, mode: wrong-output, effector: aileron, offset: ${dice.between({ low: 1, high: 9999 })}`,
    () => `${computer}, mode: self-trip`,
    () => `${computer}, mode: replay, header: ${dice.pick(['old', 'new'])}`,
    () => `${computer}, mode: babble, packets: ${dice.between({ low: 1, high: 9 })}`,
    () => `target: 'link/${channel}/*', mode: corruption, bits: 2`,
    () => `target: 'link/${channel}/*', mode: retained`,
    () => `target: 'link/${channel}/*', mode: re-enumeration`,
    () => `target: clock/${channel}, mode: stuck`,
    () => `target: supply/${channel}, mode: off`,
    () => `target: supply/${channel}, mode: brown-out, offFrames: 3, cycleFrames: 40`,
  );
  if (symmetric !== true)
    kinds.push(
      () => `${computer}, mode: fail-silent, to: [${some().join(', ')}]`,
      () => `${computer}, mode: babble, to: [${some().join(', ')}]`,
      () => `${computer}, mode: late, factor: 3, jitterUs: 4000`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: corruption`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: wrong-content, ${bit}`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: jitter, jitterUs: 12000`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: reorder`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: babble`,
      () => `target: 'link/${channel}/*', mode: duplicate, byUs: 5000`,
      () =>
        `target: 'link/${channel}/*', mode: off-specification, levelMv: 1990, thresholdMv: { ${dice.pick(others)}: 1980 }`,
      () => `target: 'link/${channel}/*', mode: stall${duty}`,
      () => `target: 'link/*/*', mode: partition, groups: [[${others.join(', ')}], [${channel}]]`,
      () => `target: clock/${channel}, mode: drift, ppm: ${dice.between({ low: -900, high: 900 }) || 1}`,
      () => `target: clock/${channel}, mode: step, byUs: ${dice.between({ low: -9000, high: 9000 }) || 1}`,
      () => `target: clock/${channel}, mode: two-faced, toUs: { ${dice.pick(others)}: 9000 }`,
      () => `${computer}, mode: late, byUs: 9000`,
      () => `${computer}, mode: two-faced, quantity: ${quantity}, ${told()}`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: omission`,
      () => `target: 'link/${channel}/${some().join(',')}', mode: delay, byUs: 9000`,
      () => `target: 'link/${channel}/*', mode: duplicate`,
    );
  if (symmetric !== true && relays)
    kinds.push(() => `${computer}, mode: liar, quantity: ${quantity}, ${told()}`);
  if (symmetric !== true && isolates)
    kinds.push(() => `${computer}, mode: accuser, accuse: [${accused}], tell: [${some().join(', ')}]`);
  const onset = dice.between({ low: 5, high: frames - 100 });
  const lasts = dice.uniform() < 0.5 ? '' : `, frames: ${dice.between({ low: 1, high: 150 })}`;
  return `  - { ${dice.pick(kinds)()}, onset: ${onset}${lasts} }`;
}
