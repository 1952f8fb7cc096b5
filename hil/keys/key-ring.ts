/**
 * All keys of a rig, grown from one secret.
 *
 *   seed of the flight, a 0600 file, or the environment
 *        └─► secret ──HKDF("test" or "bench", "ed25519/2")──► computer 2's private key ──► its public key
 *                   ──HKDF(…, "siphash/2")──────────────────► its tag key, which everyone holds
 *                   ──HKDF(…, "hmac/2-3")───────────────────► the key of what 2 tells 3
 *
 * The ring is the dealer: it holds everything, and hands each computer what that one may hold. Whoever holds the
 * secret is every computer, so on separate machines the ring stays with the dealer. Test keys follow from the seed,
 * so a flight repeats and anybody can forge; they say `testOnly` and are refused on a real bench, here, because
 * nothing else makes a ring. What is secret sits in private fields and in the library's key objects, which neither
 * print nor serialise. A file with a key per computer and purpose would be 16 + 16 + 256 secrets to copy right.
 */
import { createPrivateKey, createPublicKey, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { InputError } from '../files/problem.js';
import { readSecretFile, readSecretVariable } from './secret-file.js';
import { PublicKey } from './public-key.js';

/** DER of a PKCS #8 private key for Ed25519 up to its 32 bytes (RFC 8410, section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SALT = 'ironbird keys 1';

/** Where a rig's secret comes from: a flight's seed, a file's path, or the name of an environment variable. */
export type SecretOrigin =
  | { readonly seed: string }
  | { readonly file: string }
  | { readonly environment: string };

export type { KeyRing };

class KeyRing {
  /** Anyone who knows the seed has these keys. */
  readonly testOnly: boolean;
  readonly #secret: KeyObject;
  readonly #publicKeys = new Map<number, PublicKey>();

  constructor({ secret, testOnly }: { secret: Buffer; testOnly: boolean }) {
    this.testOnly = testOnly;
    this.#secret = createSecretKey(secret);
  }

  /** Ed25519, for this computer alone. */
  privateKey(computer: number): KeyObject {
    return privateKeyOf(this.#derive(`ed25519/${computer}`, 32));
  }

  /** Ed25519, for everyone. */
  publicKey(computer: number): PublicKey {
    let key = this.#publicKeys.get(computer);
    if (key === undefined) {
      const der = createPublicKey(this.privateKey(computer)).export({ format: 'der', type: 'spki' });
      key = PublicKey.admit(der.subarray(-32), { source: 'key ring', path: `publicKeys[${computer}]` });
      this.#publicKeys.set(computer, key);
    }
    return key;
  }

  /** SipHash key under which this computer's tags are made: four words, for everyone. */
  tagKey(computer: number): Int32Array {
    const bytes = this.#derive(`siphash/${computer}`, 16);
    return Int32Array.from([0, 4, 8, 12], (at) => bytes.readInt32LE(at));
  }

  /** HMAC key of what one computer tells another, for these two. */
  pairKey({ from, to }: { from: number; to: number }): KeyObject {
    return createSecretKey(this.#derive(`hmac/${from}-${to}`, 32));
  }

  /** Different purposes, and test and bench, never share bytes: they differ in HKDF's `info` (RFC 5869). */
  #derive(purpose: string, bytes: number): Buffer {
    const info = `${this.testOnly ? 'test' : 'bench'}/${purpose}`;
    return Buffer.from(hkdfSync('sha256', this.#secret, SALT, info, bytes));
  }
}

/**
 * The ring of a rig. Throws InputError for a file that others may read or that holds no secret, for a variable that
 * is not set, and for test keys on a real bench; no message quotes a secret.
 */
export function openKeyRing(origin: SecretOrigin, { realBench }: { realBench: boolean }): KeyRing {
  if ('file' in origin) return new KeyRing({ secret: readSecretFile(origin.file), testOnly: false });
  if ('environment' in origin) {
    return new KeyRing({ secret: readSecretVariable(origin.environment), testOnly: false });
  }
  if (realBench) {
    throw new InputError('keys', [
      {
        path: 'seed',
        value: origin.seed,
        message: 'makes test keys, which anyone can make, and this is a real bench',
        range: 'a key file or an environment variable',
        hint: 'generate a key file',
      },
    ]);
  }
  return new KeyRing({ secret: Buffer.from(origin.seed, 'utf8'), testOnly: true });
}

/** Ed25519 private key of a 32-byte seed (RFC 8032, section 5.1.5). */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}
