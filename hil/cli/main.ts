#!/usr/bin/env node
/**
 * The process: arguments in, exit code out. Nothing ends the process early, so that what was written is flushed.
 */
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.js';
import { raiseInliningLimits } from './inlining.js';
import { createProgram } from './program.js';
import { Session, shellLine } from './session.js';
import { Terminal } from './terminal.js';

async function main(session: Session): Promise<ExitCode> {
  const { argv } = session;
  const program = createProgram(session);
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.badInput;
    }
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.held : EXIT.badInput;
    return reportOurFault(session, error);
  }
}

/** We are wrong, not the user: what happened, and how to make it happen again. */
function reportOurFault({ terminal, argv }: Session, error: unknown): ExitCode {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.problem(`ironbird: internal error: ${message}`);
  const calls = (stack ?? '').split('\n').filter((text) => text.trimStart().startsWith('at '));
  for (const line of calls.slice(0, 4)) terminal.note(line);
  terminal.problem(`No verdict. To reproduce: ${shellLine(['ironbird', ...argv])}`);
  return EXIT.inconclusive;
}

raiseInliningLimits();
const session = new Session({ terminal: new Terminal(), argv: process.argv.slice(2) });
process.on('uncaughtException', (error) => {
  process.exitCode = reportOurFault(session, error);
});
process.exitCode = await main(session);
