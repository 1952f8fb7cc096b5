/**
 * One cause, several channels: `sensor/airspeed/0,1,2` is the same fault in each of the three.
 *
 *   { id: ice, target: sensor/airspeed/0,1 }   →   { id: ice-0, target: sensor/airspeed/0 }
 *                                                  { id: ice-1, target: sensor/airspeed/1 }
 *
 * Each channel's share is a fault of its own from there on: it is applied, detected and masked by itself, since the
 * monitors may catch one channel and miss the next, and a channel more is a channel more against the bound. One fault
 * with many channels was the alternative; then *detected* would have to mean one of them, or all.
 */

type Entry = Readonly<Record<string, unknown>>;

const SEVERAL = /^(sensor\/[^/]*\/)(\d{1,2}(?:,\d{1,2}){1,15})$/;

/** The entries of one channel each, as they stand where there is nothing to part. */
export function partByChannel(entry: unknown): readonly unknown[] {
  if (typeof entry !== 'object' || entry === null) return [entry];
  const { target, id } = entry as Entry;
  const match = typeof target === 'string' ? SEVERAL.exec(target) : null;
  if (match === null) return [entry];
  const [, sensor, channels] = match;
  return [...new Set(channels.split(','))].map((channel) => ({
    ...entry,
    target: sensor + channel,
    ...(typeof id === 'string' ? { id: `${id}-${channel}` } : {}),
  }));
}
