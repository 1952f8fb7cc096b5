/**
 * What one signature costs on this machine, to stand beside what the rig says of its flight computers.
 *
 * The same message length as the rigs' defaults were measured with, in batches: one call of the fast kinds is shorter
 * than looking at the clock. The median of the batches leaves out those that somebody else's work fell into; the mean
 * would not.
 */
import type { SignatureKind } from '../../firmware/agreement/signatures.js';
import { createSignatures } from '../keys/create-signatures.js';
import { openKeyRing } from '../keys/key-ring.js';

const WORDS = 40;
/** Odd, so that the median is one of them. */
const BATCHES = 31;
const CALLS: Readonly<Record<SignatureKind, number>> = { ed25519: 10, siphash: 400, hmac: 40, crc: 400 };

export interface MeasuredSignatures {
  readonly kind: SignatureKind;
  /** Signatures made, and verified, in all. */
  readonly calls: number;
  /** Medians of one, µs. */
  readonly signUs: number;
  readonly verifyUs: number;
}

/** Times signatures of this kind among so many computers; `nowNs` is a clock that only goes forward. */
export function measureSignatures(
  { kind, computers }: { kind: SignatureKind; computers: number },
  nowNs: () => bigint,
): MeasuredSignatures {
  const ring = openKeyRing({ seed: '1' }, { realBench: false });
  const signer = createSignatures({ kind, self: 0, computers, ring });
  // Where there is only one, it checks its own.
  const judge = createSignatures({ kind, self: computers > 1 ? 1 : 0, computers, ring });
  const message = Int32Array.from({ length: WORDS }, (_, i) => Math.imul(i + 1, 0x9e3779b1));
  const tag = new Int32Array(signer.tagWords);
  const sign = (): void => signer.sign(message, WORDS, tag, 0);
  const verify = (): void => {
    if (!judge.verify(0, message, WORDS, tag, 0)) throw new Error(`a good ${kind} tag was refused`);
  };
  return {
    kind,
    calls: BATCHES * CALLS[kind],
    signUs: medianUs(sign, { calls: CALLS[kind], nowNs }),
    verifyUs: medianUs(verify, { calls: CALLS[kind], nowNs }),
  };
}

function medianUs(run: () => void, { calls, nowNs }: { calls: number; nowNs: () => bigint }): number {
  const batches: number[] = [];
  // The first is not counted: its code is being compiled.
  for (let batch = -1; batch < BATCHES; batch++) {
    const start = nowNs();
    for (let i = 0; i < calls; i++) run();
    const us = Number(nowNs() - start) / 1000 / calls;
    if (batch >= 0) batches.push(us);
  }
  return batches.sort((a, b) => a - b)[(BATCHES - 1) / 2];
}
