/**
 * SM(1) among four computers: the whole cluster's work for one frame, all four being sources, for each kind of
 * signature, lazy and eager. One thread does what four computers do side by side.
 *
 * Beside it stands what the frame's signatures cost by themselves, each made and verified as often as in the frame;
 * the rest is the agreement's own work.
 */
import { signaturesMade, signaturesVerified } from '../../firmware/agreement/signed-bounds.js';
import type { SignatureKind, Signatures } from '../../firmware/agreement/signatures.js';
import { SignedMessages } from '../../firmware/agreement/sm.js';
import { createSignatures } from '../../hil/keys/create-signatures.js';
import { openKeyRing } from '../../hil/keys/key-ring.js';
import { median, type Row, spreadOf } from './row.js';

const SIZE = { computers: 4, faults: 1 };
const VALUE_WORDS = 8;
/** Words that are signed of such a value. */
const SIGNED_WORDS = 16;
const REPETITIONS = 11;
const FRAMES: Readonly<Record<SignatureKind, number>> = { ed25519: 30, siphash: 2000, hmac: 300, crc: 2000 };
const ED25519_US_WANTED = 4000;

export function run(): Row[] {
  const ring = openKeyRing({ seed: '1' }, { realBench: false });
  return (Object.keys(FRAMES) as SignatureKind[]).flatMap((kind) => {
    const keys = Array.from({ length: SIZE.computers }, (_, self) =>
      createSignatures({ kind, self, computers: SIZE.computers, ring }),
    );
    return (['lazy', 'eager'] as const).map((verification) => measure(keys, verification));
  });
}

function measure(keys: readonly Signatures[], verification: 'lazy' | 'eager'): Row {
  const { kind } = keys[0];
  const cluster = new Cluster(keys, verification);
  const frames = FRAMES[kind];
  cluster.fly(frames);
  const frameUs: number[] = [];
  const bareUs: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    frameUs.push(timed(() => cluster.fly(frames)) / frames);
    bareUs.push(timed(() => signOnly(keys, verification, frames)) / frames);
  }
  const wanted = kind === 'ed25519' && verification === 'lazy';
  const [made, verified] = [signaturesMade(SIZE), signaturesVerified(SIZE, verification)];
  return {
    name: `SM(1), n = 4, whole cluster, one frame, ${kind}, ${verification}`,
    value: median(frameUs),
    unit: 'us',
    spread: spreadOf(frameUs),
    reference: { name: 'its signatures alone', value: median(bareUs), unit: 'us' },
    ratio: median(frameUs) / median(bareUs),
    target: wanted ? `under ${ED25519_US_WANTED} us` : '',
    reached: wanted ? median(frameUs) < ED25519_US_WANTED : null,
    note: `${made} made, ${verified} verified, 36 messages in 24 packets`,
  };
}

/** Four computers and the packets between them. */
class Cluster {
  readonly #computers: readonly SignedMessages[];
  readonly #packets: readonly Int32Array[];
  readonly #lengths: Int32Array;
  readonly #own = new Int32Array(VALUE_WORDS);
  #frame = 0;

  constructor(keys: readonly Signatures[], verification: 'lazy' | 'eager') {
    const n = keys.length;
    const absent = new Int32Array(VALUE_WORDS);
    this.#computers = keys.map(
      (signatures, self) => new SignedMessages({ ...SIZE, self, absent, signatures, verification }),
    );
    const words = Math.max(this.#computers[0].wordsMax(1), this.#computers[0].wordsMax(2));
    this.#packets = Array.from({ length: n * n }, () => new Int32Array(words));
    this.#lengths = new Int32Array(n * n);
  }

  fly(frames: number): void {
    const n = this.#computers.length;
    for (let i = 0; i < frames; i++) {
      const frame = this.#frame++;
      for (const computer of this.#computers) {
        this.#own.fill(frame ^ (computer.self << 20));
        computer.begin({ run: 1, frame }, this.#own);
      }
      for (let round = 1; round <= SIZE.faults + 1; round++) this.#exchange(round);
      for (const computer of this.#computers) {
        computer.resolve();
        for (let source = 0; source < n; source++) {
          if (!computer.decidedTo(source, this.#own, 0))
            throw new Error(`frame ${frame}: no value of ${source}`);
        }
      }
    }
  }

  #exchange(round: number): void {
    const n = this.#computers.length;
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++) {
        if (to === from) continue;
        const pair = from * n + to;
        this.#lengths[pair] = this.#computers[from].compose(round, to, this.#packets[pair], 0);
      }
    }
    for (let to = 0; to < n; to++) {
      for (let from = 0; from < n; from++) {
        const pair = from * n + to;
        if (to !== from && this.#lengths[pair] > 0)
          this.#computers[to].accept(round, from, this.#packets[pair], 0, this.#lengths[pair]);
      }
    }
  }
}

function signOnly(keys: readonly Signatures[], verification: 'lazy' | 'eager', frames: number): void {
  const message = new Int32Array(SIGNED_WORDS);
  const tag = new Int32Array(keys[0].tagWords);
  for (let frame = 0; frame < frames; frame++) {
    message[0] = frame;
    for (let i = signaturesMade(SIZE); i > 0; i--) keys[0].sign(message, SIGNED_WORDS, tag, 0);
    for (let i = signaturesVerified(SIZE, verification); i > 0; i--)
      if (!keys[1].verify(0, message, SIGNED_WORDS, tag, 0)) throw new Error('a good tag was refused');
  }
}

/** Microseconds. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return 1000 * (performance.now() - start);
}
