import cos from '@stdlib/math-base-special-cos';
import sin from '@stdlib/math-base-special-sin';
import t from 'tap';
import {
  LEVEL_TURN_NODE,
  LEVEL_TURN_PITCH_RATE,
  LEVEL_TURN_PITCH_STEP,
  LEVEL_TURN_YAW_RATE,
  LEVEL_TURN_YAW_STEP,
} from '../../../firmware/control/level-turn.js';

/** g / V at 502 ft/s, in counts of 1/128 deg/s. */
const RATE_COUNTS = (32.17 / 502) * (180 / Math.PI) * 128;
const RAD_PER_COUNT = Math.PI / 32_768;
const SIXTY_DEGREES = 10_923;

function along(rates: Int32Array, steps: Int32Array, bank: number): number {
  const node = Math.floor(bank / LEVEL_TURN_NODE);
  return rates[node] + steps[node] * (bank / LEVEL_TURN_NODE - node);
}

t.test('The tables follow the rates of a level turn', async (t) => {
  let pitchWorst = 0;
  let yawWorst = 0;
  for (let bank = 0; bank < 32_768; bank++) {
    const s = sin(bank * RAD_PER_COUNT);
    const pitch = (RATE_COUNTS * s * s) / cos(bank * RAD_PER_COUNT);
    const yaw = RATE_COUNTS * s;
    yawWorst = Math.max(yawWorst, Math.abs(along(LEVEL_TURN_YAW_RATE, LEVEL_TURN_YAW_STEP, bank) - yaw));
    if (bank > SIXTY_DEGREES) continue;
    pitchWorst = Math.max(
      pitchWorst,
      Math.abs(along(LEVEL_TURN_PITCH_RATE, LEVEL_TURN_PITCH_STEP, bank) - pitch),
    );
  }
  t.ok(pitchWorst < 0.27 * 128, `to 60 degrees, ${pitchWorst} counts`);
  t.ok(yawWorst < 0.02 * 128, `all the way, ${yawWorst} counts`);
});

t.test('The lines join up, and inverted there is no pull', async (t) => {
  // biome-ignore format: truth rows
  const tables = [[LEVEL_TURN_PITCH_RATE, LEVEL_TURN_PITCH_STEP], [LEVEL_TURN_YAW_RATE, LEVEL_TURN_YAW_STEP]];
  for (const [rates, steps] of tables) {
    t.equal(rates.length, 17, 'a node every 2048 counts, the last one at 32,768');
    for (let node = 0; node < 16; node++) t.equal(rates[node] + steps[node], rates[node + 1]);
  }
  for (const bank of [16_384, 20_000, 32_767])
    t.equal(along(LEVEL_TURN_PITCH_RATE, LEVEL_TURN_PITCH_STEP, bank), 0);
});
