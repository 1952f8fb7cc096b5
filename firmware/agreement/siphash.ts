/**
 * SipHash-2-4: 64 bits that whoever lacks the 128-bit key cannot guess (Aumasson and Bernstein 2012).
 *
 *   v0 v1 v2 v3 = key ⊕ "somepseudorandomlygeneratedbytes"
 *   each 64 bits of message    v3 ⊕= m    two rounds     v0 ⊕= m
 *   the end                    v2 ⊕= ff   four rounds    tag = v0 ⊕ v1 ⊕ v2 ⊕ v3
 *
 * A message is int32 words, little-endian, so two words are a block; the last block holds the odd word, if there
 * is one, and the length in bytes modulo 256 at its top. A 64-bit number is two int32 here, high and low half: the
 * aircraft has no bigint, which would allocate one object per addition. The carry out of a + b is the top bit of
 * (a & b) | ((a | b) & ~sum): both tops set, or one of them and the sum's lost. It has no branch, so the time
 * depends on the length alone; comparing sum with a instead takes three times as long here. (In C the halves are
 * uint32_t, and nothing negative is shifted.)
 */

/** int32 words of a key and of a tag. */
export const SIPHASH_KEY_WORDS = 4;
export const SIPHASH_TAG_WORDS = 2;

/**
 * Writes the tag of message[0 … length) under key[0 … 4) to tag[at], tag[at + 1], low half first: read as
 * little-endian bytes, the tag of the paper's appendix A.
 */
export function sipHash(
  key: Int32Array,
  message: Int32Array,
  length: number,
  tag: Int32Array,
  at: number,
): void {
  const k0l = key[0];
  const k0h = key[1];
  const k1l = key[2];
  const k1h = key[3];
  let v0h = k0h ^ 0x736f6d65;
  let v0l = k0l ^ 0x70736575;
  let v1h = k1h ^ 0x646f7261;
  let v1l = k1l ^ 0x6e646f6d;
  let v2h = k0h ^ 0x6c796765;
  let v2l = k0l ^ 0x6e657261;
  let v3h = k1h ^ 0x74656462;
  let v3l = k1l ^ 0x79746573;
  const last = length >> 1;
  // The end is one more block, of zero, with its ff and twice the rounds: the round is written once.
  for (let block = 0; block <= last + 1; block++) {
    let ml = 0;
    let mh = 0;
    let rounds = 2;
    if (block < last) {
      ml = message[2 * block];
      mh = message[2 * block + 1];
    } else if (block === last) {
      if ((length & 1) === 1) ml = message[length - 1];
      mh = length << 26;
    } else {
      v2l ^= 0xff;
      rounds = 4;
    }
    v3h ^= mh;
    v3l ^= ml;
    for (let round = 0; round < rounds; round++) {
      // v0 += v1, v1 <<<= 13, v1 ^= v0, v0 <<<= 32
      let sum = (v0l + v1l) | 0;
      const a0h = (v0h + v1h + (((v0l & v1l) | ((v0l | v1l) & ~sum)) >>> 31)) | 0;
      const b1h = ((v1h << 13) | (v1l >>> 19)) ^ a0h;
      const b1l = ((v1l << 13) | (v1h >>> 19)) ^ sum;
      const a0l = sum;
      // v2 += v3, v3 <<<= 16, v3 ^= v2
      sum = (v2l + v3l) | 0;
      const a2h = (v2h + v3h + (((v2l & v3l) | ((v2l | v3l) & ~sum)) >>> 31)) | 0;
      const b3h = ((v3h << 16) | (v3l >>> 16)) ^ a2h;
      const b3l = ((v3l << 16) | (v3h >>> 16)) ^ sum;
      const a2l = sum;
      // v0 += v3, v3 <<<= 21, v3 ^= v0; v0's halves are crossed by its turn of 32
      sum = (a0h + b3l) | 0;
      v0h = (a0l + b3h + (((a0h & b3l) | ((a0h | b3l) & ~sum)) >>> 31)) | 0;
      v0l = sum;
      v3h = ((b3h << 21) | (b3l >>> 11)) ^ v0h;
      v3l = ((b3l << 21) | (b3h >>> 11)) ^ v0l;
      // v2 += v1, v1 <<<= 17, v1 ^= v2, v2 <<<= 32
      sum = (a2l + b1l) | 0;
      const c2h = (a2h + b1h + (((a2l & b1l) | ((a2l | b1l) & ~sum)) >>> 31)) | 0;
      v1h = ((b1h << 17) | (b1l >>> 15)) ^ c2h;
      v1l = ((b1l << 17) | (b1h >>> 15)) ^ sum;
      v2h = sum;
      v2l = c2h;
    }
    v0h ^= mh;
    v0l ^= ml;
  }
  tag[at] = v0l ^ v1l ^ v2l ^ v3l;
  tag[at + 1] = v0h ^ v1h ^ v2h ^ v3h;
}
