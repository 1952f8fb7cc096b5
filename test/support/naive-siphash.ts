/**
 * SipHash-2-4 as its paper writes it (Aumasson and Bernstein 2012, section 2): bytes, 64-bit words as bigint. The
 * second opinion on the firmware's halves; shares nothing with it.
 */

const MASK = (1n << 64n) - 1n;

/** Tag of a message of any number of bytes, little-endian as the paper's appendix A prints it, in hexadecimal. */
export function naiveSipHash({ key, message }: { key: Uint8Array; message: Uint8Array }): string {
  const [k0, k1] = [word(key, 0), word(key, 8)];
  const v = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const blocks = Math.floor(message.length / 8) + 1;
  const padded = new Uint8Array(8 * blocks);
  padded.set(message);
  padded[padded.length - 1] = message.length % 256;
  for (let i = 0; i < blocks; i++) {
    const m = word(padded, 8 * i);
    v[3] ^= m;
    round(v);
    round(v);
    v[0] ^= m;
  }
  v[2] ^= 0xffn;
  for (let i = 0; i < 4; i++) round(v);
  const tag = (v[0] ^ v[1] ^ v[2] ^ v[3]).toString(16).padStart(16, '0');
  return Buffer.from(tag, 'hex').reverse().toString('hex');
}

function word(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]);
  return value;
}

function round(v: bigint[]): void {
  v[0] = (v[0] + v[1]) & MASK;
  v[1] = turn(v[1], 13n) ^ v[0];
  v[0] = turn(v[0], 32n);
  v[2] = (v[2] + v[3]) & MASK;
  v[3] = turn(v[3], 16n) ^ v[2];
  v[0] = (v[0] + v[3]) & MASK;
  v[3] = turn(v[3], 21n) ^ v[0];
  v[2] = (v[2] + v[1]) & MASK;
  v[1] = turn(v[1], 17n) ^ v[2];
  v[2] = turn(v[2], 32n);
}

function turn(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}
