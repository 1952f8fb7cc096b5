/**
 * What a rig's frame has to hold, as numbers: the plan of its slots, and its signatures of three kinds of frame.
 *
 *   nobody fails, lazy      what would change the outcome is verified        n − 1 a computer
 *   nobody fails, eager     everything that looks well                       (n − 1)(2n − 3)
 *   m computers flood       the most that can be made of it                  bounded, whatever they send
 *
 * The slots are laid out for the worst of what the rig verifies. Each counts its own, so together they may come to more
 * than any frame can; the last row is the smaller of their sum and the frame's own bound.
 */
import {
  signaturesMade,
  signaturesMadeMax,
  signaturesVerified,
  signaturesVerifiedMax,
} from '../../firmware/agreement/signed-bounds.js';
import {
  signaturesMadeInSlotMax,
  signaturesVerifiedInSlotMax,
} from '../../firmware/agreement/signed-slots.js';
import type { RigSpec, SigningSpec } from './rig-spec.js';
import { type FramePlan, planFrame } from './schedule.js';

/** One computer's signatures in a frame, and the time they take it. */
export interface SignatureCount {
  readonly made: number;
  readonly verified: number;
  readonly timeUs: number;
}

export interface SignatureBudget extends SigningSpec {
  readonly faultFree: { readonly lazy: SignatureCount; readonly eager: SignatureCount };
  readonly worst: { readonly lazy: SignatureCount; readonly eager: SignatureCount };
}

export interface Budget {
  readonly plan: FramePlan;
  /** Null where nothing is signed. */
  readonly signatures: SignatureBudget | null;
}

export function budgetOf(spec: RigSpec): Budget {
  const plan = planFrame(spec);
  const { scheme } = spec;
  const { signing, computers } = scheme;
  if (signing === undefined) return { plan, signatures: null };
  const count = (made: number, verified: number): SignatureCount => ({
    made,
    verified,
    timeUs: made * signing.signUs + verified * signing.verifyUs,
  });
  const sum = (inSlot: (slot: number) => number): number =>
    plan.slots.reduce((total, _, slot) => total + inSlot(slot), 0);
  const of = (verification: 'lazy' | 'eager'): { faultFree: SignatureCount; worst: SignatureCount } => ({
    faultFree: count(
      signaturesMade(scheme) / computers,
      signaturesVerified(scheme, verification) / computers,
    ),
    worst: count(
      Math.min(
        signaturesMadeMax(scheme),
        sum((slot) => signaturesMadeInSlotMax({ ...scheme, slot })),
      ),
      Math.min(
        signaturesVerifiedMax(scheme, verification),
        sum((slot) => signaturesVerifiedInSlotMax({ ...scheme, slot }, verification)),
      ),
    ),
  });
  const [lazy, eager] = [of('lazy'), of('eager')];
  return {
    plan,
    signatures: {
      ...signing,
      faultFree: { lazy: lazy.faultFree, eager: eager.faultFree },
      worst: { lazy: lazy.worst, eager: eager.worst },
    },
  };
}
