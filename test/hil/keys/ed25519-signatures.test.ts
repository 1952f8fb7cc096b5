import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import t from 'tap';
import { Ed25519Signatures } from '../../../hil/keys/ed25519-signatures.js';
import { privateKeyOf } from '../../../hil/keys/key-ring.js';
import { PublicKey } from '../../../hil/keys/public-key.js';
import { Dice } from '../../support/dice.js';
import { bytesOf, wordsOf } from '../../support/word-bytes.js';

/** RFC 8032, section 7.1: secret key, public key, message, signature. */
const VECTORS = [
  {
    name: 'TEST 1',
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    name: 'TEST 2',
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    name: 'TEST 3',
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    name: 'TEST SHA(abc)',
    secret: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    key: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message: createHash('sha512').update('abc').digest('hex'),
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
] as const;

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const admit = (key: Uint8Array): PublicKey => PublicKey.admit(key, { source: 'test', path: 'key' });
/** All four keys as one cluster: computer i has the key of vector i. */
const CLUSTER = VECTORS.map(
  ({ secret }) =>
    new Ed25519Signatures({
      privateKey: privateKeyOf(hex(secret)),
      publicKeys: VECTORS.map(({ key }) => admit(hex(key))),
    }),
);

t.test('keys and signatures of RFC 8032, section 7.1', async (t) => {
  let throughWords = 0;
  for (const [id, { name, secret, key, message, signature }] of VECTORS.entries()) {
    const privateKey = privateKeyOf(hex(secret));
    const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    t.equal(der.subarray(-32).toString('hex'), key, name);
    t.equal(sign(null, hex(message), privateKey).toString('hex'), signature, name);
    if (message.length % 8 !== 0) continue;
    // Whole words: ours as well.
    const words = wordsOf(hex(message));
    const tag = new Int32Array(16);
    CLUSTER[id].sign(words, words.length, tag, 0);
    t.equal(bytesOf(tag).toString('hex'), signature, `${name} in words`);
    for (const judge of CLUSTER) t.equal(judge.verify(id, words, words.length, tag, 0), true);
    throughWords++;
  }
  t.equal(throughWords, 2);
});

t.test('ours and the library’s own verify say the same of good and of broken signatures', async (t) => {
  const dice = new Dice(65537);
  const seen = { good: 0, bad: 0 };
  for (let i = 0; i < 150; i++) {
    const message = Int32Array.from({ length: dice.between({ low: 0, high: 60 }) }, () => dice.int32());
    const signer = dice.between({ low: 0, high: 3 });
    const tag = new Int32Array(16);
    CLUSTER[signer].sign(message, message.length, tag, 0);
    const breakage = dice.between({ low: 0, high: 2 });
    if (breakage === 1) tag[dice.between({ low: 0, high: 15 })] ^= 1 << dice.between({ low: 0, high: 31 });
    if (breakage === 2) tag.forEach((_, at) => (tag[at] = dice.int32()));
    const key = admit(hex(VECTORS[signer].key)).keyObject;
    const expected = verify(null, bytesOf(message), key, bytesOf(tag));
    t.equal(CLUSTER[i % 4].verify(signer, message, message.length, tag, 0), expected);
    seen[expected ? 'good' : 'bad']++;
  }
  t.ok(seen.good > 30 && seen.bad > 30, JSON.stringify(seen));
});

t.test(
  'the one other S that satisfies the equation, S + L, is refused: a signature has one form',
  async (t) => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const message = Int32Array.of(1, 2, 3);
    const tag = new Int32Array(16);
    CLUSTER[0].sign(message, 3, tag, 0);
    const bytes = bytesOf(tag);
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`);
    const other = Buffer.from((s + order).toString(16).padStart(64, '0'), 'hex').reverse();
    t.equal(CLUSTER[1].verify(0, message, 3, tag, 0), true);
    t.equal(
      CLUSTER[1].verify(0, message, 3, wordsOf(Buffer.concat([bytes.subarray(0, 32), other])), 0),
      false,
    );
  },
);

t.test('a signature repeats: no luck is in it', async (t) => {
  const [once, again] = [new Int32Array(16), new Int32Array(16)];
  CLUSTER[2].sign(Int32Array.of(7), 1, once, 0);
  CLUSTER[2].sign(Int32Array.of(7), 1, again, 0);
  t.same(once, again);
});
