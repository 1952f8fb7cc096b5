import { createPublicKey, verify } from 'node:crypto';
import t from 'tap';
import { add, decodePoint, type Point } from '../../../hil/keys/edwards-curve.js';
import { privateKeyOf } from '../../../hil/keys/key-ring.js';
import { PublicKey } from '../../../hil/keys/public-key.js';
import { Dice } from '../../support/dice.js';

const P = 2n ** 255n - 19n;
const D = -121665n * inverse(121666n);

/** The eight points of small order: identity, order 2, two of order 4, four of order 8. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
];

function inverse(value: bigint): bigint {
  let [result, base] = [1n, ((value % P) + P) % P];
  for (let rest = P - 2n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

/** y and the parity of x as 32 bytes, without asking whether y < p. */
function encode(y: bigint, odd: bigint): Buffer {
  return Buffer.from((y | (odd << 255n)).toString(16).padStart(64, '0'), 'hex').reverse();
}

function encodePoint({ X, Y, Z }: Point): Buffer {
  return encode((Y * inverse(Z)) % P, ((X * inverse(Z)) % P) & 1n);
}

function pointOf(bytes: Uint8Array): Point {
  const point = decodePoint(bytes);
  if (point === null) throw new Error(`${Buffer.from(bytes).toString('hex')} is no point`);
  return point;
}

/** A key as node makes it from a seed. */
function goodKey(dice: Dice): Buffer {
  const seed = Uint8Array.from({ length: 32 }, () => dice.between({ low: 0, high: 255 }));
  const der = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return der.subarray(-32);
}

/** Why a key is refused; null if admitted. */
function refusal(bytes: Uint8Array): string | null {
  try {
    PublicKey.admit(bytes, { source: 'test', path: 'key' });
    return null;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name} ${message}`;
  }
}

t.test('every key that the library makes is admitted and is the same key afterwards', async (t) => {
  const dice = new Dice(8032);
  for (let i = 0; i < 30; i++) {
    const bytes = goodKey(dice);
    t.same(encodePoint(pointOf(bytes)), bytes, 'decoded and encoded');
    const { keyObject } = PublicKey.admit(bytes, { source: 'test', path: 'key' });
    t.same(keyObject.export({ format: 'der', type: 'spki' }).subarray(-32), bytes);
  }
});

t.test('the eight points of small order are the eight, and none is admitted', async (t) => {
  for (const text of SMALL_ORDER) {
    t.match(refusal(Buffer.from(text, 'hex')), /^InputError test: key = "[0-9a-f]{58}… has small order/);
  }
  // Closed under addition and the eighth multiple of each is the identity: the whole subgroup.
  const points = SMALL_ORDER.map((text) => pointOf(Buffer.from(text, 'hex')));
  for (const a of points) {
    const sums = points.map((b) => encodePoint(add(a, b)).toString('hex'));
    t.same(sums.sort(), [...SMALL_ORDER].sort());
  }
});

t.test('a second spelling of a point is refused: y of p or more, and an odd zero', async (t) => {
  const canonical = new Set(SMALL_ORDER);
  let spellings = 0;
  for (let y = P; y < 2n ** 255n; y++) {
    for (const odd of [0n, 1n]) {
      t.match(refusal(encode(y, odd)), /not the canonical encoding/);
      spellings++;
    }
  }
  t.equal(spellings, 38);
  for (const y of [1n, P - 1n]) {
    t.ok(canonical.has(encode(y, 0n).toString('hex')), 'x = 0 is a point');
    t.match(refusal(encode(y, 1n)), /not the canonical encoding/, 'and has no odd spelling');
  }
});

t.test('a good key with a part of small order added is refused, each of the seven', async (t) => {
  const dice = new Dice(8);
  for (let i = 0; i < 4; i++) {
    const good = goodKey(dice);
    for (const small of SMALL_ORDER) {
      const mixed = encodePoint(add(pointOf(good), pointOf(Buffer.from(small, 'hex'))));
      if (small === SMALL_ORDER[0]) t.same(mixed, good, 'the identity changes nothing');
      else t.match(refusal(mixed), /has a part of small order/);
    }
  }
});

t.test(
  'random bytes are a point or not as Euler’s criterion says, and one point in eight is a key',
  async (t) => {
    const dice = new Dice(25519);
    const found = { points: 0, others: 0, keys: 0 };
    for (let i = 0; i < 400; i++) {
      const bytes = Buffer.from(Array.from({ length: 32 }, () => dice.between({ low: 0, high: 255 })));
      const y = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`) % 2n ** 255n;
      const xx = ((((y * y - 1n) * inverse(D * y * y + 1n)) % P) + P) % P;
      const point = decodePoint(bytes);
      t.equal(point !== null, isSquare(xx), bytes.toString('hex'));
      if (point === null) {
        found.others++;
        continue;
      }
      found.points++;
      t.equal((point.X * point.X - xx) % P, 0n);
      if (refusal(bytes) === null) found.keys++;
    }
    t.ok(found.points > 150 && found.others > 150, JSON.stringify(found));
    t.ok(found.keys > found.points / 16 && found.keys < found.points / 4, JSON.stringify(found));
  },
);

/** Whether it has a square root modulo p. */
function isSquare(value: bigint): boolean {
  let [result, base] = [1n, value];
  for (let rest = (P - 1n) / 2n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result !== P - 1n;
}

t.test('bytes of another length are refused', async (t) => {
  for (const length of [0, 31, 33, 1000]) {
    t.match(refusal(new Uint8Array(length)), new RegExp(`key = ".*has ${length} bytes`));
  }
});

t.test(
  'what admission is for: the library takes one signature for every message under the identity',
  async (t) => {
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(SMALL_ORDER[0], 'hex'),
    ]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    // R = identity, S = 0: 0·B − h·identity = R, whatever h is.
    const signature = Buffer.concat([Buffer.from(SMALL_ORDER[0], 'hex'), Buffer.alloc(32)]);
    for (const message of ['attack', 'retreat'])
      t.equal(verify(null, Buffer.from(message), key, signature), true);
  },
);
