/**
 * What every command is given, and how it ends: a command returns its exit code, or throws what went wrong.
 */
import { PACKAGE_VERSION } from '../files/package-root.js';
import { BenchError } from '../files/bench-error.js';
import { InputError } from '../files/problem.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export class Session {
  readonly terminal: Terminal;
  /** What the user typed, for the command that reproduces it. */
  readonly argv: readonly string[];
  exitCode: ExitCode = EXIT.held;

  constructor({ terminal, argv }: { terminal: Terminal; argv: readonly string[] }) {
    this.terminal = terminal;
    this.argv = argv;
  }

  /** `ironbird 0.1.0 · …`, the first line of a run. */
  title(parts: readonly string[]): string {
    return [`ironbird ${PACKAGE_VERSION}`, ...parts].join(' · ');
  }

  /** Runs a command's body and keeps its exit code; problems of the input and of the bench are printed here. */
  async run(body: () => Promise<ExitCode> | ExitCode): Promise<void> {
    try {
      this.exitCode = await body();
    } catch (error) {
      if (error instanceof InputError) this.exitCode = this.refuse(error);
      else if (error instanceof BenchError) this.exitCode = this.giveUp(error);
      else throw error;
    }
  }

  /** Prints problems of the input. */
  refuse(error: InputError): ExitCode {
    this.terminal.problem(error.message);
    return EXIT.badInput;
  }

  /** Prints what failed on the bench. */
  giveUp(error: BenchError): ExitCode {
    this.terminal.problem(error.message);
    return EXIT.bench;
  }
}

/** A word as a POSIX shell would need it typed. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line that can be pasted into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
