import t from 'tap';
import { SipHashSignatures } from '../../../firmware/agreement/siphash-signatures.js';
import { checkContract } from '../../support/signature-contract.js';

const KEYS = Array.from({ length: 4 }, (_, id) => Int32Array.of(id, -id, 1 << id, 77));
const CLUSTER = KEYS.map((_, self) => new SipHashSignatures({ self, keys: KEYS }));

t.test('every computer takes every other one’s tag, and nothing made of it by turning a bit', async (t) => {
  for (const words of [0, 1, 2, 7]) {
    const found = checkContract(CLUSTER, { words, countingWords: () => ({ from: 0, to: 2 }) });
    t.same(found.wrong, []);
    t.equal(found.accepted, 2 * 16);
    t.equal(found.borrowed, 16 * 3);
    t.equal(found.tampered, 16 * (64 + 32 * words + (words > 0 ? 1 : 0)));
    t.equal(found.malformed, 16 * 19);
  }
});

t.test('keys are copied, hidden, and refused where one is missing or of another length', async (t) => {
  const keys = [Int32Array.of(1, 2, 3, 4), Int32Array.of(5, 6, 7, 8)];
  const [signer, judge] = [0, 1].map((self) => new SipHashSignatures({ self, keys }));
  keys[0].fill(0);
  const tag = new Int32Array(2);
  signer.sign(keys[1], 4, tag, 0);
  t.equal(judge.verify(0, keys[1], 4, tag, 0), true, 'the caller may wipe its own');
  t.equal(JSON.stringify(signer), '{"kind":"siphash","transferable":true,"tagWords":2}');
  t.throws(() => new SipHashSignatures({ self: 2, keys }), /no key for computer 2 among 2/);
  t.throws(() => new SipHashSignatures({ self: 0, keys: [Int32Array.of(1, 2)] }), /key 0 has 2 words, not 4/);
});
