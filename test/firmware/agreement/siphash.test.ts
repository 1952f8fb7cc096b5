import t from 'tap';
import { sipHash } from '../../../firmware/agreement/siphash.js';
import { Dice } from '../../support/dice.js';
import { naiveSipHash } from '../../support/naive-siphash.js';
import { bytesOf, wordsOf } from '../../support/word-bytes.js';

/**
 * Tags of the paper's reference implementation, key 00 01 … 0f, message 00 01 … of 0 … 63 bytes: row = length / 4,
 * so the first column is whole words, which is all the firmware takes.
 */
const VECTORS = `
  310e0edd47db6f72 fd67dc93c539f874 5a4fa9d909806c0d 2d7efbd796666785
  b7877127e09427cf 8da699cd64557618 cee3fe586e46c9cb 37d1018bf50002ab
  6224939a79f5f593 b0e4a90bdf82009e f3b9dd94c5bb5d7a a7ad6b22462fb3f4
  fbe50e86bc8f1e75 903d84c02756ea14 eef27a8e90ca23f7 e545be4961ca29a1
  db9bc2577fcc2a3f 9447be2cf5e99a69 9cd38d96f0b3c14b bd6179a71dc96dbb
  98eea21af25cd6be c7673b2eb0cbf2d0 883ea3e395675393 c8ce5ccd8c030ca8
  94af49f6c650adb8 eab8858ade92e1bc f315bb5bb835d817 adcf6b0763612e2f
  a5c91da7acaa4dde 716595876650a2a6 28ef495c53a387ad 42c341d8fa92d832
  ce7cf2722f512771 e37859f94623f3a7 381205bb1ab0e012 ae97a10fd434e015
  b4a31508beff4d31 81396229f0907902 4d0cf49ee5d4dcca 5c73336a76d8bf9a
  d0a704536ba93e0e 925958fcd6420cad a915c29bc8067318 952b79f3bc0aa6d4
  f21df2e41d4535f9 87577519048f53a9 10a56cf5dfcd9adb eb75095ccd986cd0
  51a9cb9ecba312e6 96afadfc2ce666c7 72fe52975a4364ee 5a1645b276d592a1
  b274cb8ebf87870a 6f9bb4203de7b381 eaecb2a30b22a87f 9924a43cc1315724
  bd838d3aafbf8db7 0b1a2a3265d51aea 135079a3231ce660 932b2846e4d70666
  e1915f5cb1eca46c f325965ca16d629f 575ff28e60381be5 724506eb4c328a95
`
  .trim()
  .split(/\s+/);

const counting = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, (_, i) => i));

/** The firmware's tag as the paper prints it. */
function tagOf(key: Int32Array, message: Int32Array, length = message.length): string {
  const tag = new Int32Array(2);
  sipHash(key, message, length, tag, 0);
  return bytesOf(tag).toString('hex');
}

t.test('both implementations give the published tags, each at the lengths it takes', async (t) => {
  const key = counting(16);
  t.equal(VECTORS.length, 64);
  for (const [bytes, tag] of VECTORS.entries()) {
    t.equal(naiveSipHash({ key, message: counting(bytes) }), tag, `${bytes} bytes, bigint`);
    if (bytes % 4 === 0) t.equal(tagOf(wordsOf(key), wordsOf(counting(bytes))), tag, `${bytes} bytes, int32`);
  }
  // The paper prints one of them as a number: appendix A, 15 bytes.
  t.equal(Buffer.from(VECTORS[15], 'hex').readBigUInt64LE(), 0xa129ca6149be45e5n);
});

t.test('int32 halves and bigint agree on random words of every length from 0 to 130', async (t) => {
  const dice = new Dice(20120918);
  // Carries are where halves go wrong: zeros, ones and single bits make the rare ones.
  const word = (): number =>
    dice.pick([0, -1, 1 << dice.between({ low: 0, high: 31 }), dice.int32(), dice.int32()]);
  const seen = new Set<string>();
  let compared = 0;
  for (let length = 0; length <= 130; length++) {
    for (let i = 0; i < 8; i++) {
      const key = Int32Array.from({ length: 4 }, word);
      const message = Int32Array.from({ length }, word);
      const tag = tagOf(key, message);
      const expected = naiveSipHash({ key: bytesOf(key), message: bytesOf(message) });
      if (tag !== expected) t.fail(`length ${length}: ${tag}, not ${expected}`);
      seen.add(tag);
      compared++;
    }
  }
  t.equal(compared, 131 * 8);
  t.ok(seen.size > 131 * 8 - 4, 'and the tags differ');
});

t.test('a tag is of the words before its length, and lands where it is told', async (t) => {
  const key = Int32Array.of(1, -2, 3, -4);
  const message = Int32Array.of(5, 6, 7, 8, 9);
  t.equal(tagOf(key, message, 3), tagOf(key, Int32Array.of(5, 6, 7)));
  t.not(tagOf(key, message, 3), tagOf(key, message, 4));
  t.not(tagOf(key, Int32Array.of(5, 6, 7)), tagOf(key, Int32Array.of(5, 6, 7, 0)), 'zeros at the end count');
  const out = new Int32Array(5).fill(77);
  sipHash(key, message, 5, out, 2);
  t.same([out[0], out[1], out[4]], [77, 77, 77]);
  t.equal(bytesOf(out.subarray(2, 4)).toString('hex'), tagOf(key, message));
});
