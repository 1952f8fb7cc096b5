/**
 * The trace hash: SHA-256 over the canonical bytes of every frame record, in order, after a header that names the
 * layout. Records are gathered into one large block before each call into the library, which costs more to enter
 * than to hash a kilobyte.
 */
import { createHash, type Hash } from 'node:crypto';
import type { FrameRecord } from './frame-record.js';

/** Changes whenever the layout of a record does. */
export const RECORD_VERSION = 3;

const BLOCK_BYTES = 64 * 1024;

export class TraceHash {
  readonly #hash: Hash;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #used = 0;

  constructor({ computers }: { computers: number }) {
    this.#hash = createHash('sha256').update(`ironbird record ${RECORD_VERSION} computers ${computers}\n`);
  }

  add(record: FrameRecord): void {
    const { hashed } = record;
    if (this.#used + hashed.length > BLOCK_BYTES) this.#flush();
    if (hashed.length > BLOCK_BYTES) this.#hash.update(hashed);
    else {
      this.#block.set(hashed, this.#used);
      this.#used += hashed.length;
    }
  }

  /** The hash of all records so far, hexadecimal. Ends the stream. */
  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#block.subarray(0, this.#used));
    this.#used = 0;
  }
}
