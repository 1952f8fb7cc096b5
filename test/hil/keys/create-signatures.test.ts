import t from 'tap';
import type { SignatureKind, Signatures } from '../../../firmware/agreement/signatures.js';
import { claimProblem, createSignatures } from '../../../hil/keys/create-signatures.js';
import { openKeyRing } from '../../../hil/keys/key-ring.js';
import { checkContract, type CountingBits } from '../../support/signature-contract.js';

const ring = openKeyRing({ seed: '1' }, { realBench: false });

function clusterOf(kind: SignatureKind, computers: number): Signatures[] {
  return Array.from({ length: computers }, (_, self) => createSignatures({ kind, self, computers, ring }));
}

// biome-ignore format: a truth table is read by column
const KINDS: readonly { kind: SignatureKind; tagWords: number; transferable: boolean; counting: CountingBits }[] = [
  { kind: 'ed25519', tagWords: 16, transferable: true,  counting: () => ({ from: 0, to: 16 }) },
  { kind: 'siphash', tagWords: 2,  transferable: true,  counting: () => ({ from: 0, to: 2 }) },
  { kind: 'hmac',    tagWords: 12, transferable: false, counting: (receiver) => ({ from: 4 * receiver, to: 4 * receiver + 4 }) },
  { kind: 'crc',     tagWords: 1,  transferable: true,  counting: () => ({ from: 0, to: 1 }) },
];

for (const { kind, tagWords, transferable, counting } of KINDS) {
  t.test(
    `${kind}: good tags pass everywhere; every turned bit, other name and wrong form fails`,
    async (t) => {
      const cluster = clusterOf(kind, 3);
      const { from, to } = counting(0);
      for (const signatures of cluster) {
        t.same(
          [signatures.kind, signatures.tagWords, signatures.transferable],
          [kind, tagWords, transferable],
        );
      }
      for (const words of kind === 'ed25519' ? [2] : [0, 1, 9]) {
        const found = checkContract(cluster, { words, countingWords: counting });
        t.same(found.wrong, []);
        t.equal(found.accepted, 2 * 9);
        t.equal(found.borrowed, 2 * 9);
        t.equal(found.tampered, 9 * (32 * (to - from) + 32 * words + (words > 0 ? 1 : 0)));
        t.equal(found.malformed, 9 * 19);
      }
    },
  );

  t.test(`${kind}: a tag of one rig says nothing in another`, async (t) => {
    const other = openKeyRing({ seed: '2' }, { realBench: false });
    const judge = createSignatures({ kind, self: 1, computers: 3, ring: other });
    const tag = new Int32Array(tagWords);
    clusterOf(kind, 3)[0].sign(Int32Array.of(1), 1, tag, 0);
    t.equal(judge.verify(0, Int32Array.of(1), 1, tag, 0), kind === 'crc', 'a checksum has no key');
  });
}

t.test('a message that outgrows the one before is signed and verified all the same', async (t) => {
  for (const { kind, tagWords } of KINDS) {
    const [signer, judge] = clusterOf(kind, 2);
    const tag = new Int32Array(Math.max(tagWords, signer.tagWords));
    for (const words of [1, 64, 65, 300, 2]) {
      const message = Int32Array.from({ length: words }, (_, i) => i - 100);
      signer.sign(message, words, tag, 0);
      t.equal(judge.verify(0, message, words, tag, 0), true, `${kind}, ${words} words`);
      message[words - 1] ^= 1;
      t.equal(judge.verify(0, message, words, tag, 0), false);
    }
  }
});

t.test('what each kind can be claimed for', async (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: readonly [SignatureKind, asymmetric: boolean, teaching: boolean, refused: RegExp | null][] = [
    ['ed25519', true,  false, null],
    ['ed25519', false, false, null],
    ['siphash', true,  false, null],
    ['siphash', false, false, null],
    ['hmac',    true,  false, /^cannot carry sm against asymmetric faults: .*not transferable/],
    ['hmac',    true,  true,  /^cannot carry sm against asymmetric faults/],
    ['hmac',    false, false, null],
    ['crc',     true,  false, /^carries no claim: .*4\.2e-5 an hour against 1e-10.*teaching: true/],
    ['crc',     false, false, /^carries no claim/],
    ['crc',     false, true,  null],
    ['crc',     true,  true,  null],
  ];
  for (const [kind, asymmetricClaimed, teaching, refused] of rows) {
    const found = claimProblem({ kind, asymmetricClaimed, teaching });
    if (refused === null) t.equal(found, null, kind);
    else t.match(found, refused, kind);
  }
  t.match(
    claimProblem({ kind: 'crc', asymmetricClaimed: false }),
    /^carries no claim/,
    'teaching must be said',
  );
});
