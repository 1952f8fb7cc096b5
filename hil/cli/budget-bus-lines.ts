/**
 * The same frame on each bus there is: what goes over a wire at most, and what that costs.
 *
 *   memory    typed messages are handed over; nothing is on a wire
 *   encoded   the bytes of a serial line, COBS and delimiter included, at the rig's baud or the usual one
 *   payload   the bytes without those two: what MQTT messages would carry; how long a broker takes is not planned
 */
import { grouped } from '../files/grouped-digits.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { type FramePlan, planFrame } from '../rig/schedule.js';

/** Of a serial line, where the rig names none. */
const BAUD_USUAL = 500_000;

export function busLines(spec: RigSpec, { slots }: FramePlan): string[] {
  const baud = spec.bus.baud === 0 ? BAUD_USUAL : spec.bus.baud;
  const { neededUs } = planFrame({ ...spec, bus: { ...spec.bus, baud } });
  const computeUs = slots.reduce((sum, slot) => sum + slot.computeUs, 0);
  const bytes = slots.reduce((sum, slot) => sum + slot.bytes, 0);
  const payload = slots.reduce((sum, slot) => sum + slot.payloadBytes, 0);
  const line = (name: string, { bytes, says }: { bytes: number; says: string }): string =>
    `${name.padEnd(12)}${`${grouped(bytes)} bytes`.padStart(14)}   ${says}`;
  const slack = (us: number): string => (us >= 0 ? `slack ${grouped(us)} us` : `lacking ${grouped(-us)} us`);
  const { periodUs } = spec.frame;
  return [
    line('memory', { bytes: 0, says: `no wire; without a baud rate ${slack(periodUs - computeUs)}` }),
    line('encoded', { bytes, says: `at ${grouped(baud)} baud ${slack(periodUs - neededUs)}` }),
    line('payload', { bytes: payload, says: 'as MQTT would carry it; its time is not planned' }),
  ];
}
