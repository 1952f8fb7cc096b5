/**
 * What was found on this machine, one thing each.
 *
 *   good      nothing to do
 *   note      nothing stands in the way, but times will be worse, or it is worth knowing
 *   lacking   something wanted is not there; `fix` says what to do
 *   unknown   this machine does not say: another system, a container, odd content. Never a crash, never taken as good
 *
 * Ids are for scripts and stay as they are; texts are for people.
 */
export type FindingState = 'good' | 'note' | 'lacking' | 'unknown';

export type FindingId =
  | 'node'
  | 'processors'
  | 'clock-source'
  | 'governor'
  | 'steal'
  | 'real-time-priority'
  | 'memory'
  | 'udevadm'
  | 'serial-group'
  | 'serial-devices'
  | 'latency-timer';

export interface Finding {
  readonly id: FindingId;
  readonly state: FindingState;
  readonly found: string;
  /** Lines to read or to paste, at most 72 characters each; a command is never broken over two. */
  readonly fix: readonly string[];
}

export function finding(
  id: FindingId,
  state: FindingState,
  { found, fix = [] }: { found: string; fix?: readonly string[] },
): Finding {
  return { id, state, found, fix };
}
