/**
 * `aircraft f16`: steady flight at one condition, and how fast it is left when nobody steers.
 */
import { InputError } from '../files/problem.js';
import { f16 } from '../plant/f16.js';
import { linearise, longitudinalEigenvalues, timeToDoubleS } from '../plant/linearise.js';
import { type FlightCondition, type Trim, trimF16 } from '../plant/trim.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';

/** Throws InputError where there is no steady flight. */
export function printTrim(
  session: Session,
  condition: FlightCondition,
  { json }: { json: boolean },
): ExitCode {
  const { terminal } = session;
  const { cg, airspeedFtps, altitudeFt } = condition;
  const { throttle, elevatorDeg, alphaRad, power, state, controls } = trimOrRefuse(condition);
  const longitudinal = longitudinalEigenvalues(linearise(f16({ cg }), state, controls));
  const doubles = timeToDoubleS(longitudinal);
  terminal.frameLine(session.title(['f16', `cg ${cg}`, `${airspeedFtps} ft/s`, `${altitudeFt} ft`]), {
    json,
  });
  if (json) {
    terminal.document({
      trim: { throttle, elevatorDeg, alphaRad, power },
      longitudinalEigenvalues: longitudinal,
      timeToDoubleS: doubles,
    });
    return EXIT.held;
  }
  const row = (label: string, text: string): void =>
    terminal.line(`${terminal.out.paint(label.padEnd(26), 'dim')}${text}`);
  terminal.line();
  row('angle of attack', `${((alphaRad * 180) / Math.PI).toFixed(3)} deg`);
  row('elevator', `${elevatorDeg.toFixed(3)} deg`);
  row('throttle, engine power', `${throttle.toFixed(4)}, ${power.toFixed(2)} %`);
  longitudinal.forEach(([re, im], i) => {
    row(
      i === 0 ? 'longitudinal eigenvalues' : '',
      `${re.toFixed(4).padStart(9)} ${im < 0 ? '−' : '+'} ${Math.abs(im).toFixed(4)} i  1/s`,
    );
  });
  row('time to double', doubles === null ? 'none: it is stable' : `${doubles.toFixed(3)} s`);
  return EXIT.held;
}

function trimOrRefuse(condition: FlightCondition): Trim {
  try {
    return trimF16(condition);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError('aircraft f16', [
      { path: '', message: error.message, hint: 'another --airspeed, --altitude or --cg' },
    ]);
  }
}
