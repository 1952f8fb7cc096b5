/**
 * Nanoseconds to sign and to verify a message of 40 words, for each kind of signature, beside what it rests on.
 *
 * Ed25519 stands beside the library's bare call on the same bytes, which is the floor: the rest is ours. The others
 * stand beside node's SHA-256 of those bytes, a call of about their size. Both are timed in turn, so that a busy
 * machine slows both; the smallest of the repetitions is the figure least touched by it.
 */
import { createHash, sign, verify } from 'node:crypto';
import type { SignatureKind } from '../../firmware/agreement/signatures.js';
import { createSignatures } from '../../hil/keys/create-signatures.js';
import { openKeyRing } from '../../hil/keys/key-ring.js';
import { median, type Row, spreadOf } from './row.js';

const COMPUTERS = 4;
const WORDS = 40;
const REPETITIONS = 15;
const CALLS: Readonly<Record<SignatureKind, number>> = {
  ed25519: 200,
  siphash: 20_000,
  hmac: 2000,
  crc: 20_000,
};
/** The library's objects are collected: as many of them each time, whatever stands beside. */
const HASH_CALLS = 2000;

export function run(): Row[] {
  const ring = openKeyRing({ seed: '1' }, { realBench: false });
  const message = Int32Array.from({ length: WORDS }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
  const bytes = Buffer.from(message.buffer);
  const bareTag = sign(null, bytes, ring.privateKey(0));
  const privateKey = ring.privateKey(0);
  const publicKey = ring.publicKey(0).keyObject;
  const hash = {
    name: 'node’s SHA-256 of the message',
    calls: HASH_CALLS,
    run: () => createHash('sha256').update(bytes).digest(),
  };
  const bareSign = {
    name: 'crypto.sign, bare',
    calls: CALLS.ed25519,
    run: () => sign(null, bytes, privateKey),
  };
  const bareVerify = {
    name: 'crypto.verify, bare',
    calls: CALLS.ed25519,
    run: () => verify(null, bytes, publicKey, bareTag),
  };
  return (Object.keys(CALLS) as SignatureKind[]).flatMap((kind) => {
    const [signer, judge] = [0, 1].map((self) =>
      createSignatures({ kind, self, computers: COMPUTERS, ring }),
    );
    const tag = new Int32Array(signer.tagWords);
    signer.sign(message, WORDS, tag, 0);
    const asymmetric = kind === 'ed25519';
    const signing = {
      name: `${kind}, sign ${WORDS} words`,
      calls: CALLS[kind],
      run: () => signer.sign(message, WORDS, tag, 0),
    };
    const verifying = {
      name: `${kind}, verify ${WORDS} words`,
      calls: CALLS[kind],
      run: () => {
        if (!judge.verify(0, message, WORDS, tag, 0)) throw new Error(`${kind}: a good tag was refused`);
      },
    };
    return [
      compare({ ours: signing, beside: asymmetric ? bareSign : hash }),
      compare({ ours: verifying, beside: asymmetric ? bareVerify : hash }),
    ];
  });
}

interface Work {
  readonly name: string;
  /** Calls in a repetition. */
  readonly calls: number;
  readonly run: () => unknown;
}

function compare({ ours, beside }: { ours: Work; beside: Work }): Row {
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let i = 0; i < REPETITIONS; i++) {
    mine.push(timed(ours));
    theirs.push(timed(beside));
  }
  return {
    name: ours.name,
    value: median(mine),
    unit: 'ns',
    spread: spreadOf(mine),
    reference: { name: beside.name, value: median(theirs), unit: 'ns' },
    ratio: median(mine) / median(theirs),
    target: '',
    reached: null,
  };
}

/** Nanoseconds a call. */
function timed({ calls, run }: Work): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) run();
  return Number(process.hrtime.bigint() - start) / calls;
}
