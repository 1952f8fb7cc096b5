/**
 * How long bytes take on the lines: ten bits a byte, one line up from each sender and one down to each receiver,
 * through the test rig's host, which is the declared switch. A line that is still busy makes the next packet wait.
 */
import { instant, type Instant } from '../time/time.js';

export class LineTime {
  readonly #usPerByte: number;
  readonly #upFree: Float64Array;
  readonly #downFree: Float64Array;

  /** `baud` 0: transfer takes no time. */
  constructor({ baud, nodes }: { baud: number; nodes: number }) {
    this.#usPerByte = baud === 0 ? 0 : 10_000_000 / baud;
    this.#upFree = new Float64Array(nodes);
    this.#downFree = new Float64Array(nodes);
  }

  /** When a packet of this many bytes, sent now, has arrived. */
  arrival({ sender, receiver }: { sender: number; receiver: number }, bytes: number, at: Instant): Instant {
    if (this.#usPerByte === 0) return at;
    const time = bytes * this.#usPerByte;
    const up = Math.max(at, this.#upFree[sender]) + time;
    this.#upFree[sender] = up;
    const down = Math.max(up, this.#downFree[receiver]) + time;
    this.#downFree[receiver] = down;
    return instant(Math.ceil(down));
  }
}
