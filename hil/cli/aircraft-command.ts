/**
 * `ironbird aircraft f16`: the aircraft by itself. Trim and eigenvalues at a condition; a comparison with a
 * reference file; how long silent computers are survived.
 */
import { Argument, type Command } from 'commander';
import { InputError } from '../files/problem.js';
import { f16 } from '../plant/f16.js';
import { linearise, longitudinalEigenvalues, timeToDoubleS } from '../plant/linearise.js';
import { type FlightCondition, type Trim, trimF16 } from '../plant/trim.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { numberValue } from './option-values.js';
import { printReferenceCheck } from './reference-page.js';
import type { Session } from './session.js';
import { printSilence } from './silence-page.js';

interface AircraftOptions {
  readonly cg?: number;
  readonly airspeed: number;
  readonly altitude: number;
  readonly check?: string;
  readonly silence?: boolean;
  readonly json?: boolean;
}

const CG_DEFAULT = 0.38;

export function addAircraft(program: Command, session: Session): void {
  program
    .command('aircraft')
    .description('the aircraft alone: trim, eigenvalues, time to double')
    .addArgument(new Argument('<model>', 'which aircraft').choices(['f16']))
    .option(
      '--cg <fraction>',
      `centre of gravity, fraction of the mean chord (default: ${CG_DEFAULT})`,
      numberValue({ from: 0.2, to: 0.55, unit: 'of the mean chord' }),
    )
    .option('--airspeed <ft/s>', 'true airspeed', numberValue({ from: 250, to: 1000, unit: 'ft/s' }), 502)
    .option('--altitude <ft>', 'altitude', numberValue({ from: 0, to: 50_000, unit: 'ft' }), 5000)
    .option('--check <file>', 'compare with a file of reference values')
    .option('--silence', 'how many silent frames are survived, at trim and in a pull-up')
    .option('--json', 'print one JSON document')
    .action((_model: string, options: AircraftOptions) => session.run(() => aircraft(session, options)));
}

async function aircraft(session: Session, options: AircraftOptions): Promise<ExitCode> {
  const { json = false } = options;
  if (options.check !== undefined && options.silence === true) {
    throw new InputError('--check', [{ path: '', message: 'does not go together with --silence' }]);
  }
  if (options.check !== undefined) return printReferenceCheck(session, { path: options.check, json });
  const condition = {
    cg: options.cg ?? CG_DEFAULT,
    airspeedFtps: options.airspeed,
    altitudeFt: options.altitude,
  };
  if (options.silence === true)
    return printSilence(session, { condition, cgs: options.cg === undefined ? null : [options.cg], json });
  printTrim(session, condition, json);
  return EXIT.held;
}

function printTrim(session: Session, condition: FlightCondition, json: boolean): void {
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
    return;
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
