/**
 * The curve under Ed25519, as far as it takes to judge a public key: decode a point, and ask what it generates.
 *
 *   −x² + y² = 1 + d·x²·y²  over the integers modulo p = 2^255 − 19          8·L points, L prime
 *
 *   every point  =  a point of order 1 or L (where keys live)  +  one of 8 points of small order
 *
 * Formulas and numbers of RFC 8032, section 5.1, in bigint: neither fast nor in constant time, and neither is needed
 * of public bytes looked at once per key. Nothing secret comes here; signing and verifying are the library's.
 */

/** Field prime. */
const P = (1n << 255n) - 19n;
/** Order of the base point, a prime. */
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
/** −121665/121666. */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z, all in 0 … p−1. */
export interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

const IDENTITY: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/**
 * The point of a 32-byte encoding: y in the low 255 bits, little-endian, the parity of x in the highest. Null for
 * what is no point and for a second spelling of one (y ≥ p, or "odd" where x is 0): section 5.1.3.
 */
export function decodePoint(bytes: Uint8Array): Point | null {
  if (bytes.length !== 32) return null;
  const encoded = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const y = encoded & ((1n << 255n) - 1n);
  const odd = encoded >> 255n;
  if (y >= P) return null;
  const x = rootFor(y);
  if (x === null || (x === 0n && odd === 1n)) return null;
  const X = (x & 1n) === odd ? x : P - x;
  return { X, Y: y, Z: 1n, T: modulo(X * y) };
}

/** Their sum. The formula holds for every two points of the curve, equal and of small order ones included. */
export function add(a: Point, b: Point): Point {
  const A = modulo((a.Y - a.X) * (b.Y - b.X));
  const B = modulo((a.Y + a.X) * (b.Y + b.X));
  const C = modulo(2n * D * modulo(a.T * b.T));
  const Dz = modulo(2n * a.Z * b.Z);
  const [E, F, G, H] = [B - A, Dz - C, Dz + C, B + A];
  return { X: modulo(E * F), Y: modulo(G * H), T: modulo(E * H), Z: modulo(F * G) };
}

/** One of the eight points that eight times themselves are the identity. */
export function hasSmallOrder(point: Point): boolean {
  return isIdentity(multiply(8n, point));
}

/** L times it is the identity: no part of small order. True of the identity as well. */
export function isTorsionFree(point: Point): boolean {
  return isIdentity(multiply(L, point));
}

function isIdentity({ X, Y, Z }: Point): boolean {
  return X === 0n && Y === Z;
}

function multiply(times: bigint, point: Point): Point {
  let sum = IDENTITY;
  for (const bit of times.toString(2)) {
    sum = add(sum, sum);
    if (bit === '1') sum = add(sum, point);
  }
  return sum;
}

/** An x with −x² + y² = 1 + d·x²·y², or null: the square root of u/v, u = y²−1, v = d·y²+1. */
function rootFor(y: bigint): bigint | null {
  const u = modulo(y * y - 1n);
  const v = modulo(D * y * y + 1n);
  const v3 = modulo(v * v * v);
  const x = modulo(u * v3 * power(modulo(u * v3 * modulo(v3 * v)), (P - 5n) / 8n));
  const square = modulo(v * x * x);
  if (square === u) return x;
  // p ≡ 5 modulo 8: where u/v is a square at all, the candidate's square is u/v or its negative.
  return square === modulo(-u) ? modulo(x * SQRT_MINUS_ONE) : null;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % P;
    if (bit === '1') result = (result * base) % P;
  }
  return result;
}

function modulo(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}
