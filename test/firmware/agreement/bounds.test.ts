import t from 'tap';
import {
  oralComputersMin,
  oralFaultsMax,
  oralMessageCount,
  oralPacketCount,
} from '../../../firmware/agreement/bounds.js';

t.test('the published counts of OM(m) come out', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, m: number, oneSource: number, allSources: number, packets: number][] = [
    [ 2, 0,    1,      2,   2],
    [ 3, 0,    2,      6,   6],
    [ 3, 1,    4,     12,  12],
    [ 4, 1,    9,     36,  24],
    [ 7, 2,  156,  1_092, 126],
    [10, 3, 3609, 36_090, 360],
  ];
  for (const [computers, faults, oneSource, allSources, packets] of rows) {
    t.equal(
      oralMessageCount({ computers, faults }),
      oneSource,
      `OM(${faults}), n = ${computers}, one source`,
    );
    t.equal(computers * oralMessageCount({ computers, faults }), allSources, 'every computer a source');
    t.equal(oralPacketCount({ computers, faults }), packets, 'packets');
  }
  t.end();
});

t.test('m faults need 3m + 1 computers, and n computers carry no more', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [n: number, mMax: number][] = [
    [1, 0], [2, 0], [3, 0], [4, 1], [5, 1], [6, 1], [7, 2], [9, 2], [10, 3], [13, 4], [16, 5],
  ];
  for (const [n, mMax] of rows) {
    t.equal(oralFaultsMax(n), mMax, `${n} computers`);
    t.ok(oralComputersMin(mMax) <= n && oralComputersMin(mMax + 1) > n, 'the two bounds are one');
  }
  t.end();
});
