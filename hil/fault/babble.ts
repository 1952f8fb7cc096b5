/**
 * What a babbling idiot says: packets of its own, in time, of no slot that there is. They cost mailboxes and
 * lines as much as any packet, and no receiver takes one for anything.
 *
 * Random words were the alternative. Some of them would be a lie that is believed, which is another fault.
 */
import { createPacket, PACKET, type Packet } from '../../firmware/icd/packets.js';

const WORDS = 12;

/** No frame has as many slots. */
const NO_SLOT = 15;

export class Babble {
  readonly #packet = createPacket(WORDS);

  /** Noise in the name of whoever sent this. The same object each time. */
  like({ sender, run, frame }: Pick<Packet, 'sender' | 'run' | 'frame'>): Packet {
    const noise = this.#packet;
    noise.type = PACKET.report;
    noise.sender = sender;
    noise.slot = NO_SLOT;
    noise.run = run;
    noise.frame = frame;
    noise.length = WORDS;
    noise.words.fill(frame);
    return noise;
  }
}
