import { createPublicKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import t from 'tap';
import type { SignatureKind } from '../../../firmware/agreement/signatures.js';
import { createSignatures } from '../../../hil/keys/create-signatures.js';
import { openKeyRing, type KeyRing } from '../../../hil/keys/key-ring.js';
import { generateSecretFile, readSecretFile } from '../../../hil/keys/secret-file.js';
import { folder } from '../../support/scratch.js';
import { bytesOf } from '../../support/word-bytes.js';

const COMPUTERS = 4;
const IDS = [0, 1, 2, 3];
const KINDS: readonly SignatureKind[] = ['ed25519', 'siphash', 'hmac', 'crc'];
const testRing = (seed: string): KeyRing => openKeyRing({ seed }, { realBench: false });

/** An Ed25519 private key's 32 bytes. */
const seedOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');

/** Every secret that a ring can make for four computers. */
function secretsOf(ring: KeyRing): Buffer[] {
  return IDS.flatMap((id) => [
    seedOf(ring.privateKey(id)),
    bytesOf(ring.tagKey(id)),
    ...IDS.map((to) => ring.pairKey({ from: id, to }).export()),
  ]);
}

t.test('the same seed makes the same keys, another one makes others, and no two are alike', async (t) => {
  const hexOf = (ring: KeyRing): string[] => secretsOf(ring).map((secret) => secret.toString('hex'));
  const one = hexOf(testRing('1'));
  t.same(hexOf(testRing('1')), one);
  const ten = hexOf(testRing('10'));
  t.equal(new Set([...one, ...ten]).size, 2 * COMPUTERS * (2 + COMPUTERS));
  // Golden: other keys would be other signatures in every recorded flight.
  const der = testRing('1').publicKey(0).keyObject.export({ format: 'der', type: 'spki' });
  t.equal(
    der.subarray(-32).toString('hex'),
    '78f3b342f9691e453ff3988e716157e5592a87186b9bbe01788034917b49fb50',
  );
  t.same([...testRing('1').tagKey(0)], [-526734071, 44721589, -214064856, 1207911862]);
});

t.test('a public key is its private key’s, admitted once', async (t) => {
  const ring = testRing('1');
  for (const id of IDS) {
    const derived = createPublicKey(ring.privateKey(id));
    t.ok(ring.publicKey(id).keyObject.equals(derived));
    t.equal(ring.publicKey(id), ring.publicKey(id));
  }
});

t.test('test keys say so and are refused on a real bench; keys of a file are not test keys', async (t) => {
  t.equal(testRing('1').testOnly, true);
  t.throws(() => openKeyRing({ seed: '17' }, { realBench: true }), {
    name: 'InputError',
    message: /^keys: seed = "17" makes test keys.*real bench \(allowed: .*\)\. Hint: generate a key file$/,
  });
  const file = `${folder}/ring`;
  generateSecretFile(file);
  const ring = openKeyRing({ file }, { realBench: true });
  t.equal(ring.testOnly, false);
  const secret = readSecretFile(file).toString('hex');
  process.env.IRONBIRD_TEST_SECRET = secret;
  const same = openKeyRing({ environment: 'IRONBIRD_TEST_SECRET' }, { realBench: true });
  delete process.env.IRONBIRD_TEST_SECRET;
  t.equal(same.testOnly, false);
  t.same(secretsOf(same), secretsOf(ring), 'one secret, wherever it comes from');
  t.notSame(secretsOf(testRing(secret)), secretsOf(ring), 'the same text as a seed is another secret');
});

/** How a secret may be written out: all of it, or enough of it to know it. */
function spellings(secret: Buffer): string[] {
  const words = Array.from({ length: 4 }, (_, i) => secret.readInt32LE(4 * i));
  const half = secret.subarray(0, 12);
  return [
    half.toString('hex'),
    half.toString('base64'),
    half.toString('base64url'),
    half.toString('latin1'),
    [...half].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
    [...half].join(', '),
    [...half].join(','),
    words.join(', '),
    words.join(','),
  ];
}

/** Everything a log, a report or a debugger's print would make of a thing. */
function written(thing: unknown): string {
  const full = {
    depth: Infinity,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Infinity,
  };
  const clone = (): string => {
    try {
      return serialize(thing).toString('latin1');
    } catch (error) {
      return String(error);
    }
  };
  return [
    inspect(thing, full),
    JSON.stringify(thing),
    JSON.stringify(Object.entries(thing as object)),
    clone(),
  ].join('\n');
}

t.test('no private key, tag key or pair key shows in what is printed, stored or thrown', async (t) => {
  const file = `${folder}/shown`;
  generateSecretFile(file);
  const root = readSecretFile(file);
  const ring = openKeyRing({ file }, { realBench: true });
  const things: unknown[] = [ring, { config: { ring } }];
  for (const self of IDS) {
    things.push(ring.privateKey(self), ring.publicKey(self), ring.pairKey({ from: self, to: 0 }));
    for (const kind of KINDS) {
      const signatures = createSignatures({ kind, self, computers: COMPUTERS, ring });
      const tag = new Int32Array(signatures.tagWords);
      signatures.sign(Int32Array.of(1, 2, 3), 3, tag, 0);
      signatures.verify(self, Int32Array.of(1, 2, 3), 3, tag, 0);
      things.push(signatures);
    }
  }
  const text = things.map(written).join('\n').concat(written(process.argv));
  const secrets = [root, ...secretsOf(ring)];
  t.equal(secrets.length, 1 + COMPUTERS * (2 + COMPUTERS));
  for (const secret of secrets) {
    for (const spelling of spellings(secret)) t.notOk(text.includes(spelling), 'not found');
  }
});

t.test('the search above finds a secret that shows, however it is held', async (t) => {
  const secret = secretsOf(testRing('1'))[0];
  const leaks: unknown[] = [
    { key: secret },
    { key: secret.toString('hex') },
    { key: secret.toString('base64') },
    { key: new Uint8Array(secret) },
    { key: Int32Array.from([0, 4, 8, 12], (at) => secret.readInt32LE(at)) },
    [secret.toJSON()],
  ];
  for (const leak of leaks) t.ok(spellings(secret).some((spelling) => written(leak).includes(spelling)));
});
