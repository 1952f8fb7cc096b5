import { createHmac, createSecretKey } from 'node:crypto';
import t from 'tap';
import { HmacSignatures } from '../../../hil/keys/hmac-signatures.js';
import { bytesOf, wordsOf } from '../../support/word-bytes.js';

const keyOf = (from: number, to: number): Buffer => Buffer.alloc(32, 16 * from + to);
const secretKey = (from: number, to: number) => createSecretKey(keyOf(from, to));
const IDS = [0, 1, 2, 3];
const CLUSTER = IDS.map(
  (self) =>
    new HmacSignatures({
      self,
      to: IDS.map((to) => secretKey(self, to)),
      from: IDS.map((from) => secretKey(from, self)),
    }),
);
const MESSAGE = Int32Array.of(777, -1, 0);

function vectorOf(signer: number): Int32Array {
  const tag = new Int32Array(16);
  CLUSTER[signer].sign(MESSAGE, 3, tag, 0);
  return tag;
}

t.test('an entry is RFC 4231, test case 5: HMAC-SHA-256 cut to 128 bits', async (t) => {
  const key = createSecretKey(Buffer.alloc(20, 0x0c));
  const alone = new HmacSignatures({ self: 0, to: [key], from: [key] });
  const tag = new Int32Array(4);
  alone.sign(wordsOf(Buffer.from('Test With Truncation')), 5, tag, 0);
  t.equal(bytesOf(tag).toString('hex'), 'a3b6167473100ee06e0c796c2955552b');
});

t.test('a vector has one entry per receiver, each under the key of that ordered pair', async (t) => {
  for (const from of IDS) {
    const vector = bytesOf(vectorOf(from));
    for (const to of IDS) {
      const entry = createHmac('sha256', keyOf(from, to)).update(bytesOf(MESSAGE)).digest().subarray(0, 16);
      t.same(vector.subarray(16 * to, 16 * to + 16), entry, `${from} to ${to}`);
    }
  }
});

t.test(
  'a receiver judges its own entry and cannot judge the others: B believes, C to whom B shows it does not',
  async (t) => {
    const vector = vectorOf(0);
    vector.fill(0x5a5a5a5a, 8, 12);
    t.same(
      CLUSTER.map((judge) => judge.verify(0, MESSAGE, 3, vector, 0)),
      [true, true, false, true],
    );
    t.equal(CLUSTER[0].transferable, false);
  },
);

t.test('a vector sent back to its maker is not taken for the other’s', async (t) => {
  // What 0 told 1, as if 1 told 0: with one key for both ways, entry 1 would pass where entry 0 is looked for.
  const vector = vectorOf(0);
  const reflected = vector.slice();
  reflected.copyWithin(0, 4, 8);
  t.equal(CLUSTER[1].verify(0, MESSAGE, 3, vector, 0), true);
  t.equal(CLUSTER[0].verify(1, MESSAGE, 3, reflected, 0), false);
});
