/**
 * What a computer looks like to the loop that drives it: messages in, messages out, once a slot.
 *
 * A node owns no clock and no port. The loop hands it the slot and what its mailbox held when the slot's start
 * came; the node fills its outbox and returns. That is all a TypeScript computer, a child process, an emulated
 * chip and a board on a serial port have in common, and all they need to have.
 */
import { createPacket, type Packet } from './packets.js';

export interface Slot {
  /** Frame number, from 0. */
  frame: number;
  /** Slot within the frame, from 0 (sample) to rounds (resolve and command). */
  index: number;
}

/** Packets handed to a node, ordered by (sender, sequence). A bus may put another array in the place of this one. */
export interface Inbox {
  count: number;
  packets: Packet[];
}

/** Packets a node wants sent; entry i goes to receivers[i]. One packet object may stand for several receivers. */
export interface Outbox {
  count: number;
  readonly receivers: Int32Array;
  readonly packets: Packet[];
}

/** An empty outbox with room for so many entries. */
export function createOutbox(capacity: number): Outbox {
  const none = createPacket(0);
  return {
    count: 0,
    receivers: new Int32Array(capacity),
    packets: Array.from({ length: capacity }, () => none),
  };
}
