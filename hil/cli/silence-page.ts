/**
 * `aircraft f16 --silence`: frames without any command that are survived, by centre of gravity and manoeuvre.
 */
import type { FlightCondition } from '../plant/trim.js';
import { loadRig } from '../rig/rig-file.js';
import { type Manoeuvre, measureSilence, SILENCE_FRAMES_MAX, type SilenceResult } from '../rig/silence.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';
import { resolveArgument } from './shipped-files.js';

const CGS = [0.3, 0.34, 0.38, 0.42, 0.46, 0.5];
const MANOEUVRES: readonly Manoeuvre[] = ['trim', 'pull-up'];
export async function printSilence(
  session: Session,
  {
    condition,
    cgs,
    seed,
    json,
  }: { condition: FlightCondition; cgs: readonly number[] | null; seed: string; json: boolean },
): Promise<ExitCode> {
  const { terminal } = session;
  const { airspeedFtps, altitudeFt } = condition;
  const file = loadRig(resolveArgument('quad-om1', ['rig']));
  const rig = { ...file, aircraft: { ...file.aircraft, airspeedFtps, altitudeFt } };
  terminal.frameLine(
    session.title([
      'f16',
      'silence',
      `${airspeedFtps} ft/s`,
      `${altitudeFt} ft`,
      `seed ${seed}`,
      'virtual time',
    ]),
    { json },
  );
  const results: SilenceResult[] = [];
  if (!json) {
    terminal.line();
    terminal.line(terminal.out.paint('cg     manoeuvre   load factor   silent frames survived', 'bold'));
  }
  for (const cg of cgs ?? CGS) {
    for (const manoeuvre of MANOEUVRES) {
      const result = await measureSilence(rig, { cg, manoeuvre, seed });
      results.push(result);
      if (!json) terminal.line(rowOf(result));
    }
  }
  if (json) terminal.document({ airspeedFtps, altitudeFt, seed, silence: results });
  return EXIT.held;
}

function rowOf({ cg, manoeuvre, loadFactorG, framesSurvived, msSurvived }: SilenceResult): string {
  const frames =
    framesSurvived >= SILENCE_FRAMES_MAX ? `at least ${SILENCE_FRAMES_MAX}` : String(framesSurvived);
  return `${cg.toFixed(2)}   ${manoeuvre.padEnd(11)} ${`${loadFactorG.toFixed(2)} g`.padEnd(13)} ${frames} (${msSurvived} ms)`;
}
