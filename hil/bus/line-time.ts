/**
 * How long bytes take on the lines: ten bits a byte, one line up from each sender and one down to each receiver,
 * through the test rig's host, which is the declared switch.
 *
 *   sender ──up──► host ──down──► receiver       a packet is passed on when it is there as a whole
 *
 * A line carries one packet at a time, first come, first served. The packets of a slot are therefore worked out
 * together: all ways up in the order of sending, then all ways down in the order in which the host had them. One at
 * a time, as computers are run, would let a packet that comes later to the host hold the line before an earlier one.
 */
import { instant, type Instant } from '../time/time.js';

export interface Transfer {
  /** Index of the sender's line. */
  readonly sender: number;
  /** Index of the receiver's line. */
  readonly receiver: number;
  /** Bytes on the wire. */
  readonly bytes: number;
  /** When it is sent. */
  readonly at: Instant;
}

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

  /** When each of these packets has arrived, in their order; of packets that come at once the first listed goes first. */
  arrivals(transfers: readonly Transfer[]): Instant[] {
    const atHost = this.#carry(transfers, {
      lines: this.#upFree,
      lineOf: ({ sender }) => sender,
      since: transfers.map(({ at }) => at),
    });
    const arrived = this.#carry(transfers, {
      lines: this.#downFree,
      lineOf: ({ receiver }) => receiver,
      since: atHost,
    });
    return arrived.map((us) => instant(Math.ceil(us)));
  }

  #carry(
    transfers: readonly Transfer[],
    way: { lines: Float64Array; lineOf: (transfer: Transfer) => number; since: readonly number[] },
  ): number[] {
    const { lines, lineOf, since } = way;
    const there = new Array<number>(transfers.length);
    const queue = [...transfers.keys()].sort((a, b) => since[a] - since[b]);
    for (const i of queue) {
      const line = lineOf(transfers[i]);
      there[i] = Math.max(since[i], lines[line]) + transfers[i].bytes * this.#usPerByte;
      lines[line] = there[i];
    }
    return there;
  }
}
