/**
 * A packet as bytes: 13 bytes around the payload, 15 with COBS and its delimiter.
 *
 *   offset  0        1       2      3    5      9          9+4w     13+4w
 *           version  sender  slot   run  frame  payload…   CRC-32C
 *           << 4 | type
 *
 * Little-endian throughout. The length follows from the frame, so it is not written. Decoding never throws:
 * what is wrong with the bytes is the world's doing and comes back as a reason that the caller counts.
 */
import { crc32c } from './crc32c.js';
import { NODE_COUNT_MAX, PACKET, TEST_RIG, ACTUATORS, type Packet } from './packets.js';

export const ICD_VERSION = 1;
const HEADER_BYTES = 9;
const CRC_BYTES = 4;

/** Bytes of a packet without COBS: what an MQTT message carries. */
export function packetBytes(words: number): number {
  return HEADER_BYTES + 4 * words + CRC_BYTES;
}

/** Bytes of a packet on a serial line: with COBS code bytes and the delimiter. */
export function wireBytes(words: number): number {
  const bytes = packetBytes(words);
  return bytes + 2 + Math.floor(bytes / 254);
}

/** Writes the packet at the start of `out`; returns its length in bytes. `out` must hold packetBytes(packet.length). */
export function encodePacket(packet: Packet, out: Uint8Array): number {
  out[0] = (ICD_VERSION << 4) | packet.type;
  out[1] = packet.sender;
  out[2] = packet.slot;
  out[3] = packet.run;
  out[4] = packet.run >>> 8;
  writeWord(out, 5, packet.frame);
  let at = HEADER_BYTES;
  for (let i = 0; i < packet.length; i++, at += 4) writeWord(out, at, packet.words[i]);
  writeWord(out, at, crc32c(out, 0, at));
  return at + CRC_BYTES;
}

/** Why bytes were not a packet. */
export type DecodeFault = 'length' | 'crc' | 'version' | 'type' | 'sender';

/** Reads bytes[0 … length) into `packet`; returns null, or the reason it is not one (the packet is then unchanged or partly written). */
export function decodePacket(bytes: Uint8Array, length: number, packet: Packet): DecodeFault | null {
  const payload = length - HEADER_BYTES - CRC_BYTES;
  if (payload < 0 || payload % 4 !== 0 || payload / 4 > packet.words.length) return 'length';
  if (readWord(bytes, length - CRC_BYTES) >>> 0 !== crc32c(bytes, 0, length - CRC_BYTES)) return 'crc';
  if (bytes[0] >>> 4 !== ICD_VERSION) return 'version';
  const type = bytes[0] & 0xf;
  if (type < PACKET.sample || type > PACKET.trip) return 'type';
  const sender = bytes[1];
  if (sender >= NODE_COUNT_MAX && sender !== TEST_RIG && sender !== ACTUATORS) return 'sender';
  packet.type = type;
  packet.sender = sender;
  packet.slot = bytes[2];
  packet.run = bytes[3] | (bytes[4] << 8);
  packet.frame = readWord(bytes, 5) >>> 0;
  packet.length = payload / 4;
  for (let i = 0; i < packet.length; i++) packet.words[i] = readWord(bytes, HEADER_BYTES + 4 * i);
  return null;
}

function writeWord(out: Uint8Array, at: number, word: number): void {
  out[at] = word;
  out[at + 1] = word >>> 8;
  out[at + 2] = word >>> 16;
  out[at + 3] = word >>> 24;
}

function readWord(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}
