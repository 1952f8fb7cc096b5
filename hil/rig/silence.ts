/**
 * How long may the computers be silent? The lecture says that after 20 ms the wings fall off; this measures it
 * for our aircraft.
 *
 *   fly ── onset ── N frames in which no command reaches any actuator ── commands return ── 20 s more
 *
 * The surfaces hold where they were. N is survived if no limit breaks then or in the twenty seconds after. The
 * largest N survived is found by doubling and halving between the longest survived and the shortest lost; the
 * computers themselves keep running, which is kind to them: a computer that also lost its memory would need
 * others to give it back.
 */
import { ACTUATORS } from '../../firmware/icd/packets.js';
import type { LinkFaultSpec } from '../fault/fault-spec.js';
import { flyPrepared } from './fly.js';
import { prepareRig } from './build-rig.js';
import type { PilotStep, RigSpec } from './rig-spec.js';

export type Manoeuvre = 'trim' | 'pull-up';

export interface SilenceResult {
  readonly cg: number;
  readonly manoeuvre: Manoeuvre;
  /** Most silent frames survived; FRAMES_MAX means at least that many. */
  readonly framesSurvived: number;
  readonly msSurvived: number;
  /** Load factor and angle of attack when the silence began. */
  readonly loadFactorG: number;
  readonly alphaDeg: number;
}

/** Longest silence tried, frames. */
export const SILENCE_FRAMES_MAX = 1000;
/** The silence begins here, s. */
const ONSET_S = 3;
/** The pull-up: this much stick, from this long before the silence until its end. */
const PULL_STICK = 1;
const PULL_S = 1.5;
const AFTERWARDS_S = 20;

/** Measures one condition on this rig. `seed` decides the sensors' noise, the only luck there is. */
export async function measureSilence(
  rig: RigSpec,
  { cg, manoeuvre, seed }: { cg: number; manoeuvre: Manoeuvre; seed: string },
): Promise<SilenceResult> {
  let survived = 0;
  let lost = SILENCE_FRAMES_MAX + 1;
  let loadFactorG = NaN;
  let alphaDeg = NaN;
  for (let frames = 1; ; frames = Math.min(2 * frames, SILENCE_FRAMES_MAX)) {
    const tried = await survives({ rig, cg, manoeuvre, seed, frames });
    ({ loadFactorG, alphaDeg } = tried);
    if (!tried.held) {
      lost = frames;
      break;
    }
    survived = frames;
    if (frames === SILENCE_FRAMES_MAX) break;
  }
  while (lost - survived > 1 && lost <= SILENCE_FRAMES_MAX) {
    const frames = (survived + lost) >> 1;
    const { held } = await survives({ rig, cg, manoeuvre, seed, frames });
    if (held) survived = frames;
    else lost = frames;
  }
  return {
    cg,
    manoeuvre,
    framesSurvived: survived,
    msSurvived: (survived * rig.frame.periodUs) / 1000,
    loadFactorG,
    alphaDeg,
  };
}

interface Trial {
  readonly rig: RigSpec;
  readonly cg: number;
  readonly manoeuvre: Manoeuvre;
  readonly seed: string;
  readonly frames: number;
}

async function survives({
  rig,
  cg,
  manoeuvre,
  seed,
  frames,
}: Trial): Promise<{ held: boolean; loadFactorG: number; alphaDeg: number }> {
  const periodS = rig.frame.periodUs / 1e6;
  const onset = Math.round(ONSET_S / periodS);
  const endS = (onset + frames) * periodS;
  let loadFactorG = NaN;
  let alphaDeg = NaN;
  const prepared = await prepareRig({
    ...rig,
    aircraft: { ...rig.aircraft, cg },
    turbulence: 'none',
    pilot: manoeuvre === 'pull-up' ? pull(endS) : [],
    actuators: rig.actuators.map((actuator) => ({ ...actuator, noMajority: 'hold', holdFrames: frames + 1 })),
    faults: silenceOf(rig.scheme.computers, { onset, frames }),
    durationS: endS + AFTERWARDS_S,
    expect: 'pass',
    failOn: [],
  });
  const { document } = await flyPrepared(prepared, {
    seed,
    replay: '',
    onFrame: (record) => {
      if (record.frame !== onset) return;
      alphaDeg = record.doubles[0];
      loadFactorG = record.doubles[5];
    },
  });
  return { held: document.hazard === null, loadFactorG, alphaDeg };
}

function pull(endS: number): PilotStep[] {
  return [
    { atS: ONSET_S - PULL_S, stickPitch: PULL_STICK },
    { atS: endS, stickPitch: 0 },
  ];
}

/** No command of any computer reaches the actuators. */
function silenceOf(computers: number, { onset, frames }: { onset: number; frames: number }): LinkFaultSpec[] {
  return Array.from({ length: computers }, (_, from) => ({
    id: `silence-${from}`,
    target: `link/${from}/actuators`,
    kind: 'link',
    mode: 'omission',
    senders: [from],
    receivers: [ACTUATORS],
    onset,
    frames,
    faultClass: 'benign',
  }));
}
