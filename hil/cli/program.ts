/**
 * The command tree. Each command is a file that adds itself; what they share is the session.
 */
import { Command } from 'commander';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { addAgree } from './agree-command.js';
import { addAircraft } from './aircraft-command.js';
import { addBudget } from './budget-command.js';
import { addCampaign } from './campaign-command.js';
import { addClocks } from './clocks-command.js';
import { addCompletion } from './completion-command.js';
import { addDoctor } from './doctor-command.js';
import { addFaults } from './faults-command.js';
import { addFirstFlight } from './first-flight-command.js';
import { addFly } from './fly-command.js';
import { addInit } from './init-command.js';
import { addList } from './list-command.js';
import { addReliability } from './reliability-command.js';
import { addReplay } from './replay-command.js';
import { addSchema } from './schema-command.js';
import { addSearch } from './search-command.js';
import type { Session } from './session.js';
import { addValidate } from './validate-command.js';
import { addVerify } from './verify-command.js';

/** In the order of `--help`. */
const COMMANDS = [
  addFirstFlight,
  addFly,
  addCampaign,
  addAgree,
  addVerify,
  addAircraft,
  addReplay,
  addSearch,
  addReliability,
  addBudget,
  addClocks,
  addDoctor,
  addFaults,
  addList,
  addInit,
  addValidate,
  addSchema,
  addCompletion,
];

const EXIT_CODES = `
Exit codes: 0 held, 1 violated, 2 bad input, 3 the bench failed,
4 inconclusive, 130 interrupted.
First steps: ironbird fly · ironbird fly dive-climb · ironbird list`;

/** The program; it throws CommanderError instead of ending the process. */
export function createProgram(session: Session): Command {
  const { terminal } = session;
  const program = new Command('ironbird')
    .description(
      'A software iron bird: redundant flight computers agree, actuators vote, an unstable F-16 shows the harm.',
    )
    .version(PACKAGE_VERSION, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ helpWidth: terminal.out.columns })
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
    })
    .showHelpAfterError('ironbird --help shows all commands.')
    .exitOverride();
  for (const add of COMMANDS) add(program, session);
  return program;
}
