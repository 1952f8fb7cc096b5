/**
 * Redundancy managers in calm air: readings agree and do not move, so that whatever is found is about computers.
 */
import { QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import type { Circumstances, ManagerCluster, Seen } from './manager-cluster.js';

/** A set of channels. */
export const bits = (...channels: number[]): number =>
  channels.reduce((mask, channel) => mask | (1 << channel), 0);

/** An accusation of these channels as computers. */
export const accuse = (...channels: number[]): readonly number[] => [bits(...channels), 0];

/** What one computer thinks of each. */
export const states = (cluster: ManagerCluster, observer = 0): string =>
  cluster.managers.map((_, channel) => cluster.managers[observer].channelState(channel)).join(' ');

/** Readings that agree and do not move. */
export const calm = (channels: number): Int16Array =>
  new Int16Array(channels * QUANTITY_COUNT).map((_, unit) => 1000 + (unit % QUANTITY_COUNT));

/** Everyone but `bad` sees this of it. */
export const allSee = (bad: number, what: (mask: number) => Seen): Circumstances => ({
  seen: (observer) => (observer === bad ? {} : what(1 << bad)),
});

/** Flies frames in calm air; returns the first frame in which `until` held, −1 if it never did. */
export function fly(
  cluster: ManagerCluster,
  frames: number,
  circumstances: Circumstances | ((frame: number) => Circumstances) = {},
  until: () => boolean = () => false,
): number {
  const vector = calm(cluster.managers.length);
  let first = -1;
  for (let i = 0; i < frames; i++) {
    const { frame } = cluster;
    cluster.fly(vector, typeof circumstances === 'function' ? circumstances(frame) : circumstances);
    if (first < 0 && until()) first = frame;
  }
  return first;
}
