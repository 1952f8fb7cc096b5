/**
 * `ironbird aircraft f16`: the aircraft by itself. Trim and eigenvalues at a condition; a comparison with a
 * reference file; how long silent computers are survived.
 */
import { Argument, type Command } from 'commander';
import { InputError } from '../files/problem.js';
import type { AircraftOptions } from './command-options.js';
import type { ExitCode } from './exit-codes.js';
import { numberValue, seedValue } from './option-values.js';
import type { Session } from './session.js';

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
    .option('--seed <n>', 'seed of the sensors’ noise in --silence, 0 … 2^64−1', seedValue, '1')
    .option('--json', 'print one JSON document')
    .action((_model: string, options: AircraftOptions) => session.run(() => aircraft(session, options)));
}

async function aircraft(session: Session, options: AircraftOptions): Promise<ExitCode> {
  const { json = false } = options;
  if (options.check !== undefined && options.silence === true) {
    throw new InputError('--check', [{ path: '', message: 'does not go together with --silence' }]);
  }
  if (options.check !== undefined) {
    const { printReferenceCheck } = await import('./reference-page.js');
    return printReferenceCheck(session, { path: options.check, json });
  }
  const condition = {
    cg: options.cg ?? CG_DEFAULT,
    airspeedFtps: options.airspeed,
    altitudeFt: options.altitude,
  };
  if (options.silence === true) {
    const { printSilence } = await import('./silence-page.js');
    return printSilence(session, {
      condition,
      cgs: options.cg === undefined ? null : [options.cg],
      seed: options.seed,
      json,
    });
  }
  const { printTrim } = await import('./trim-page.js');
  return printTrim(session, condition, { json });
}
