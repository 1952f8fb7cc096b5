/**
 * Who is in command, against a recount from the whole history, and the sentences of the rule one by one.
 */
import t from 'tap';
import { before, CommandChain, SILENT_FRAMES } from '../../../firmware/icd/command-chain.js';
import { Dice } from '../../support/dice.js';

/** Runs the frames; each is the bitmask of the units heard. Returns who is in command after each. */
function after(units: number, frames: readonly number[]): number[] {
  const chain = new CommandChain(units);
  return frames.map((speaking) => {
    chain.update(speaking);
    return chain.inCommand;
  });
}

t.test('command moves on in the third silent frame, to whoever speaks, and never back', (t) => {
  // biome-ignore format: rows are read in columns
  const rows: [string, number, number[], number[]][] = [
    ['all speak',                 2, [3, 3, 3, 3],             [0, 0, 0, 0]],
    ['silent for two frames',     2, [3, 2, 2, 3, 2, 2, 3],    [0, 0, 0, 0, 0, 0, 0]],
    ['silent for three',          2, [3, 2, 2, 2],             [0, 0, 0, 1]],
    ['and returns',               2, [2, 2, 2, 3, 3, 3, 3],    [0, 0, 1, 1, 1, 1, 1]],
    ['nobody speaks',             2, [0, 0, 0, 0, 0],          [0, 0, 0, 0, 0]],
    ['then the first again',      2, [0, 0, 0, 0, 1, 1],       [0, 0, 0, 0, 0, 0]],
    ['then the second',           2, [0, 0, 0, 0, 2, 2],       [0, 0, 0, 0, 1, 1]],
    ['a dead standby is skipped', 3, [7, 5, 5, 4, 4, 4],       [0, 0, 0, 0, 0, 2]],
    ['alone',                     1, [1, 0, 0, 0, 0, 1],       [0, 0, 0, 0, 0, 0]],
  ];
  for (const [what, units, frames, want] of rows) t.same(after(units, frames), want, what);
  t.equal(SILENT_FRAMES, 3);
  t.end();
});

t.test('who is switched off is passed over at once, and stays off', (t) => {
  const chain = new CommandChain(3);
  chain.update(0b111);
  chain.trip(0b001);
  t.ok(chain.cut, 'nobody is to be followed until the next frame says who is there');
  chain.update(0b111);
  t.same([chain.inCommand, chain.cut], [1, false]);
  chain.trip(0b110);
  chain.update(0b111);
  t.same([chain.inCommand, chain.cut], [1, true], 'with everyone off nobody is followed');
  chain.reset();
  t.same([chain.inCommand, chain.cut], [0, false]);
  t.end();
});

t.test('a computer may switch off only those before it', (t) => {
  t.same([0, 1, 2, 3].map(before), [0b000, 0b001, 0b011, 0b111]);
  t.end();
});

t.test('random histories: never back, never to one that is silent or off, never without a reason', (t) => {
  const dice = new Dice(41);
  let moves = 0;
  for (let run = 0; run < 400; run++) {
    const units = dice.between({ low: 1, high: 6 });
    const chain = new CommandChain(units);
    const history: number[] = [];
    let off = 0;
    for (let frame = 0; frame < 60; frame++) {
      const speaking = dice.uint32() & dice.pick([0, 0x3f, 0x3f, 0x3e, 0x2a]) & ((1 << units) - 1);
      if (dice.between({ low: 0, high: 30 }) === 0) {
        const trip = dice.uint32() & ((1 << units) - 1);
        chain.trip(trip);
        off |= trip;
      }
      const was = chain.inCommand;
      chain.update(speaking);
      history.push(speaking);
      const heard = (unit: number): boolean => history.slice(-3).some((mask) => (mask >> unit) & 1);
      const gone = ((off >> was) & 1) === 1 || (history.length >= 3 && !heard(was));
      const next = Array.from({ length: units }, (_, unit) => unit).find(
        (unit) => unit > was && ((speaking & ~off) >> unit) & 1,
      );
      const want = gone && next !== undefined ? next : was;
      if (chain.inCommand !== want) t.fail(`run ${run}, frame ${frame}: ${chain.inCommand}, not ${want}`);
      if (want !== was) moves++;
    }
  }
  t.ok(moves > 300, `${moves} moves`);
  t.end();
});
