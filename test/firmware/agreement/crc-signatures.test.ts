import t from 'tap';
import { CRC_MESSAGE_WORDS_MAX, CrcSignatures } from '../../../firmware/agreement/crc-signatures.js';
import { crc32c } from '../../../firmware/icd/crc32c.js';
import { checkContract } from '../../support/signature-contract.js';

const CLUSTER = [0, 1, 2].map((self) => new CrcSignatures({ self, computers: 3 }));

t.test('a checksum finds every turned bit, another name and a wrong form', async (t) => {
  for (const words of [0, 1, 5]) {
    const found = checkContract(CLUSTER, { words, countingWords: () => ({ from: 0, to: 1 }) });
    t.same(found.wrong, []);
    t.equal(found.accepted, 2 * 9);
    t.equal(found.borrowed, 9 * 2);
    t.equal(found.tampered, 9 * (32 + 32 * words + (words > 0 ? 1 : 0)));
  }
});

t.test('the tag is CRC-32C of the words and then the signer, little-endian', async (t) => {
  const tag = new Int32Array(1);
  CLUSTER[2].sign(Int32Array.of(0x04030201, -1), 2, tag, 0);
  t.equal(tag[0] >>> 0, crc32c(Uint8Array.of(1, 2, 3, 4, 255, 255, 255, 255, 2, 0, 0, 0), 0, 12));
});

t.test('a faulty relay forges it at the first try, with the function it signs with', async (t) => {
  // Computer 1 was told "retreat" by 0 and tells 2 "attack, says 0".
  const [retreat, attack] = [Int32Array.of(0), Int32Array.of(1)];
  const tag = new Int32Array(1);
  CLUSTER[0].sign(retreat, 1, tag, 0);
  new CrcSignatures({ self: 0, computers: 3 }).sign(attack, 1, tag, 0);
  t.equal(CLUSTER[2].verify(0, attack, 1, tag, 0), true);
});

/** The word w with the wanted tag over (w): a CRC is linear, so 32 equations over the 32 bits of w. */
function wordWithTag(wanted: number): number {
  const tagOf = (word: number): number => {
    const tag = new Int32Array(1);
    CLUSTER[0].sign(Int32Array.of(word), 1, tag, 0);
    return tag[0];
  };
  const rows = Array.from({ length: 32 }, (_, i) => ({ tag: tagOf(1 << i) ^ tagOf(0), word: 1 << i }));
  let rest = wanted ^ tagOf(0);
  let word = 0;
  for (let bit = 0; bit < 32; bit++) {
    const pivot = rows.findIndex(({ tag }) => (tag >>> bit) & 1);
    if (pivot < 0) throw new Error(`no row for bit ${bit}`);
    const [row] = rows.splice(pivot, 1);
    for (const other of rows) {
      if (((other.tag >>> bit) & 1) === 0) continue;
      other.tag ^= row.tag;
      other.word ^= row.word;
    }
    if (((rest >>> bit) & 1) === 0) continue;
    rest ^= row.tag;
    word ^= row.word;
  }
  return word;
}

t.test(
  'a value that fits a tag follows from 32 linear equations; and a missing tag is no tag of zeros',
  async (t) => {
    const tag = Int32Array.of(0x1234567, 0);
    t.equal(CLUSTER[1].verify(0, Int32Array.of(wordWithTag(tag[0])), 1, tag, 0), true);
    const zero = Int32Array.of(wordWithTag(0));
    t.equal(CLUSTER[1].verify(0, zero, 1, tag, 1), true, 'its tag is 0');
    for (const at of [2, -1, 0.5]) {
      t.equal(CLUSTER[1].verify(0, zero, 1, tag, at), false, `at ${at} there is nothing, which is not 0`);
    }
  },
);

t.test(
  '32 bits do not carry 1e-10 an hour at 50 Hz; it takes 51, and 64 leave ten thousand tries a frame',
  (t) => {
    const triesPerHour = 50 * 3600;
    const forgedPerHour = (bits: number): number => triesPerHour / 2 ** bits;
    t.equal(forgedPerHour(32).toExponential(1), '4.2e-5');
    t.equal((1 / forgedPerHour(32) / 8766).toFixed(1), '2.7', 'years between two of them');
    t.ok(forgedPerHour(32) > 1e-10);
    t.ok(forgedPerHour(50) > 1e-10);
    t.ok(forgedPerHour(51) <= 1e-10);
    t.equal(forgedPerHour(64).toExponential(1), '9.8e-15');
    t.equal(Math.floor(1e-10 / forgedPerHour(64)), 10248);
    t.end();
  },
);

t.test('a random tag of few bits really passes as often as the arithmetic says', async (t) => {
  // The same CRC cut to 12 bits, since 2^32 tries are a night's work: every tag that there is, over many messages.
  let passed = 0;
  const tag = new Int32Array(1);
  for (let frame = 0; frame < 40_960; frame++) {
    CLUSTER[0].sign(Int32Array.of(frame), 1, tag, 0);
    if ((tag[0] & 0xfff) === 0x2a5) passed++;
  }
  t.ok(passed >= 5 && passed <= 15, `${passed} of 40,960 tries against 12 bits: 10 expected`);
});

t.test(
  'one word more than it has room for is our own mistake when signing and no signature when told',
  async (t) => {
    const message = new Int32Array(CRC_MESSAGE_WORDS_MAX + 1);
    const tag = new Int32Array(1);
    CLUSTER[0].sign(message, CRC_MESSAGE_WORDS_MAX, tag, 0);
    t.equal(CLUSTER[1].verify(0, message, CRC_MESSAGE_WORDS_MAX, tag, 0), true);
    t.throws(
      () => CLUSTER[0].sign(message, CRC_MESSAGE_WORDS_MAX + 1, tag, 0),
      /a message of 513 words: at most 512/,
    );
    t.equal(CLUSTER[1].verify(0, message, CRC_MESSAGE_WORDS_MAX + 1, tag, 0), false);
  },
);
