/**
 * The frame's slots, laid out once: what each slot needs, and the slack shared out evenly.
 *
 *   |<- slot 0 ------------>|<- slot 1 ------------>|<- slot 2 ------------>|
 *   | compute   | transfer  | compute   | transfer  | compute   | transfer  |   frame
 *   start 0     deadline 0  start 1     deadline 1  start 2     deadline 2  cut-off
 *
 * A computer must have finished by the slot's deadline for its packets to be there when the next slot starts; at
 * the cut-off the actuators vote. Where computers have no common clock, a slot is wider by what their clocks may differ:
 * what the slowest sends at its deadline is there when the fastest starts the next slot. A frame whose needs exceed its period is refused, with the sum, or cut short where
 * somebody wants to see it miss.
 */

export interface SlotNeed {
  /** Time the slowest computer may take, µs. */
  readonly computeUs: number;
  /** Time the slot's packets are on the lines, µs. */
  readonly transferUs: number;
  /** How far apart the clocks of sender and receiver may be, µs; left out where they have one in common. */
  readonly skewUs?: number;
}

export interface FrameSchedule {
  readonly periodUs: number;
  /** Start of each slot from the start of the frame, µs; the last entry is the actuators' cut-off. */
  readonly startUs: readonly number[];
  /** Latest finish of each slot's computing, µs from the start of the frame. */
  readonly deadlineUs: readonly number[];
  /** Period less all needs, µs; below 0 where the frame was cut short. */
  readonly slackUs: number;
}

/** From a slot's deadline to the start of the next. */
function passUs({ transferUs, skewUs = 0 }: SlotNeed): number {
  return transferUs + skewUs;
}

/** Sum of all needs, µs. */
export function neededUs(needs: readonly SlotNeed[]): number {
  return needs.reduce((sum, need) => sum + need.computeUs + passUs(need), 0);
}

/** The schedule, or null if the needs do not fit into the period. */
export function layOutFrame(needs: readonly SlotNeed[], periodUs: number): FrameSchedule | null {
  const slackUs = periodUs - neededUs(needs);
  if (slackUs < 0) return null;
  const share = Math.floor(slackUs / needs.length);
  const startUs = [0];
  const deadlineUs: number[] = [];
  needs.forEach((need, slot) => {
    const deadline = startUs[slot] + need.computeUs + share;
    deadlineUs.push(deadline);
    startUs.push(deadline + passUs(need));
  });
  return { periodUs, startUs, deadlineUs, slackUs };
}

/**
 * A schedule for needs that do not fit: slots have what they need in their order until the period is used up, and
 * those at the end go short. To shorten all of them alike would make the first slot late, so that nobody has anything
 * to compute with in the others: a frame that shows nothing of what it was too short for.
 */
export function cutFrameShort(needs: readonly SlotNeed[], periodUs: number): FrameSchedule {
  const startUs = [0];
  const deadlineUs: number[] = [];
  needs.forEach((need, slot) => {
    const deadline = Math.min(periodUs, startUs[slot] + need.computeUs);
    deadlineUs.push(deadline);
    startUs.push(Math.min(periodUs, deadline + passUs(need)));
  });
  return { periodUs, startUs, deadlineUs, slackUs: periodUs - neededUs(needs) };
}
