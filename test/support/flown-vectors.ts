/**
 * Agreed vectors as they really come: a quad flies, and every frame's vector of computer 0 is handed over.
 */
import { QUANTITY_COUNT } from '../../firmware/icd/quantities.js';
import { buildFlight, prepareRig } from '../../hil/rig/build-rig.js';
import { parseRig } from './rigs.js';

/** A minute of pulling, pushing, rolling both ways and pedals, at both ends and in between. */
const MANOEUVRES = `
  - { at: 2, stickPitch: 1 }
  - { at: 4, stickPitch: -0.6 }
  - { at: 6, stickPitch: 0, stickRoll: 0.8 }
  - { at: 8, stickRoll: -0.8 }
  - { at: 10, stickRoll: 0, pedals: 0.6 }
  - { at: 12, pedals: -0.6 }
  - { at: 14, pedals: 0, stickPitch: 0.9 }
  - { at: 17, stickPitch: 0, stickRoll: -0.5 }
  - { at: 19, stickRoll: 0.5 }
  - { at: 21, stickRoll: 0, throttle: 0.4 }
  - { at: 30, stickPitch: 0.6 }
  - { at: 33, stickPitch: -0.6 }
  - { at: 37, stickPitch: 0 }
  - { at: 44, stickRoll: 0.3 }
  - { at: 48, stickRoll: -0.3 }
  - { at: 52, stickRoll: 0 }`;

/** Flies and shows each frame's vector (4 × 16 counts, overwritten by the next); returns the frames flown. */
export async function flyVectors(
  {
    turbulence,
    seed,
    durationS,
    sensors = '{}',
  }: {
    turbulence: string;
    seed: string;
    durationS: number;
    /** The rig's `sensors`. */
    sensors?: string;
  },
  onVector: (vector: Int16Array, frame: number) => void,
): Promise<number> {
  const rig = await prepareRig(
    parseRig(`
name: flown
aircraft: { model: f16, cg: 0.30, airspeedFtps: 502, altitudeFt: 15000 }
pilot: ${MANOEUVRES}
turbulence: ${turbulence}
sensors: ${sensors}
scheme: { protocol: om, computers: 4, faults: 1 }
durationS: ${durationS}
`),
  );
  const flight = buildFlight(rig, { seed });
  const vector = new Int16Array(4 * QUANTITY_COUNT);
  let frame = 0;
  for (; frame < durationS * 50 && !flight.over; frame++) {
    flight.flyFrame();
    const { record } = flight;
    const at = record.vectorAt(0, 0) * 2;
    vector.set(record.counts.subarray(at, at + vector.length));
    onVector(vector, frame);
  }
  return frame;
}
