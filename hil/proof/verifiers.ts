/**
 * The protocols that `verify` can take apart. A new one is a file that satisfies `Verifier` and a line here; names
 * that the command knows and this build does not are told apart from misspellings.
 */
import type { VerifiedProtocol, Verifier } from './verifier.js';
import { algorithmZVerifier, hybridVerifier } from './verify-hybrid.js';
import { oralVerifier, triplexVerifier } from './verify-oral.js';
import { signedVerifier } from './verify-signed.js';

const VERIFIERS: readonly Verifier[] = [
  oralVerifier,
  signedVerifier,
  hybridVerifier,
  algorithmZVerifier,
  triplexVerifier,
];

/** What this build verifies. */
export const VERIFIER_NAMES: readonly VerifiedProtocol[] = VERIFIERS.map(({ protocol }) => protocol);

/** The verifier of this protocol, or undefined. */
export function verifierOf(name: VerifiedProtocol): Verifier | undefined {
  return VERIFIERS.find(({ protocol }) => protocol === name);
}
