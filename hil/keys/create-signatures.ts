/**
 * One computer's signatures of the kind a rig asks for, and what each kind may not be asked for.
 *
 *   kind      claims allowed
 *   ed25519   any
 *   siphash   any fault, asymmetric ones too, short of malice
 *   hmac      no asymmetric faults: a vector convinces its receiver and nobody else
 *   crc       none: only where the rig says that it is for teaching
 *
 * The refusal is apart from the making, because a rig below its bound may still be built to be shown breaking.
 */
import { CRC_TAG_WORDS, CrcSignatures } from '../../firmware/agreement/crc-signatures.js';
import type { SignatureKind, Signatures } from '../../firmware/agreement/signatures.js';
import { SipHashSignatures } from '../../firmware/agreement/siphash-signatures.js';
import { SIPHASH_TAG_WORDS } from '../../firmware/agreement/siphash.js';
import { ED25519_TAG_WORDS, Ed25519Signatures } from './ed25519-signatures.js';
import { HMAC_ENTRY_WORDS, HmacSignatures } from './hmac-signatures.js';
import type { KeyRing } from './key-ring.js';

export interface SignaturesWanted {
  readonly kind: SignatureKind;
  /** Whose: 0 … computers − 1. */
  readonly self: number;
  readonly computers: number;
  readonly ring: KeyRing;
}

/** What computer `self` signs and verifies with: its own secrets and what it takes to check the others. */
export function createSignatures({ kind, self, computers, ring }: SignaturesWanted): Signatures {
  const ids = Array.from({ length: computers }, (_, id) => id);
  switch (kind) {
    case 'ed25519':
      return new Ed25519Signatures({
        privateKey: ring.privateKey(self),
        publicKeys: ids.map((id) => ring.publicKey(id)),
      });
    case 'siphash':
      return new SipHashSignatures({ self, keys: ids.map((id) => ring.tagKey(id)) });
    case 'hmac':
      return new HmacSignatures({
        self,
        to: ids.map((to) => ring.pairKey({ from: self, to })),
        from: ids.map((from) => ring.pairKey({ from, to: self })),
      });
    case 'crc':
      return new CrcSignatures({ self, computers });
    default:
      return kind satisfies never;
  }
}

/** Words of a tag of this kind among so many computers. */
export function tagWordsOf({ kind, computers }: Pick<SignaturesWanted, 'kind' | 'computers'>): number {
  switch (kind) {
    case 'ed25519':
      return ED25519_TAG_WORDS;
    case 'siphash':
      return SIPHASH_TAG_WORDS;
    case 'hmac':
      return HMAC_ENTRY_WORDS * computers;
    case 'crc':
      return CRC_TAG_WORDS;
    default:
      return kind satisfies never;
  }
}

/** What a rig says of its faults. */
export interface Claim {
  readonly kind: SignatureKind;
  /** It claims to survive faults that differ per receiver. */
  readonly asymmetricClaimed: boolean;
  /** It says that it is there to be seen breaking. */
  readonly teaching?: boolean;
}

/**
 * Why signed messages over this kind cannot carry the claim, as a predicate that reads on from
 * `scheme.signatures = "hmac"`; null if they can.
 */
export function claimProblem({ kind, asymmetricClaimed, teaching = false }: Claim): string | null {
  if (kind === 'hmac' && asymmetricClaimed) {
    return 'cannot carry sm against asymmetric faults: a tag vector is not transferable, and one with a good entry for one computer and garbage for another splits them at any number of computers';
  }
  if (kind === 'crc' && !teaching) {
    return 'carries no claim: it has no key, and 32 bits let a random tag pass once in 2.7 years at 50 Hz, 4.2e-5 an hour against 1e-10; it is for teaching and needs teaching: true';
  }
  return null;
}
