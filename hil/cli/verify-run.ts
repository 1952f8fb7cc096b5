/**
 * One verification for the command line: asked of a thread, watched, printed.
 *
 * The first Ctrl-C stops the count and prints what was covered; the second ends the process.
 */
import { accessSync, constants, lstatSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError } from '../files/problem.js';
import { formatVerification, isViolated } from '../proof/format-verification.js';
import type { VerifyRequest, VerifyResult } from '../proof/verifier.js';
import type { VerifyOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type Session, shellLine } from './session.js';
import type { Tone } from './terminal.js';
import { CountProgress } from './count-progress.js';
import { againOf, requestOf } from './verify-request.js';
import type { VerifyNews, VerifyOrder } from './verify-worker.js';

/** Exit code 1 where a condition is violated in any execution. */
export async function verify(session: Session, word: string, options: VerifyOptions): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, counterexample: path } = options;
  const request = requestOf(word, options);
  if (path !== undefined) refuseUnwritable(path);
  const again = againOf(request);
  terminal.frameLine(session.title(['verify', request.protocol]), { json });
  const result = await count(session, request);

  const interrupted = result.covered < result.total;
  if (json) terminal.document(documentOf(result));
  else {
    terminal.line();
    for (const line of formatVerification(request, result, terminal.out)) terminal.line(line);
    terminal.line();
  }
  if (result.counterexample !== null) {
    if (!json) printCounterexample(session, result.counterexample);
    if (path !== undefined) {
      write(path, result.counterexample);
      terminal.frameLine(`counterexample: ${shellLine(['ironbird', 'agree', path])}`, { json });
    }
  } else if (path !== undefined) {
    terminal.frameLine(`no counterexample: ${path} was not written`, { json });
  }
  const { text, tone, code } = verdictOf({ interrupted, violated: isViolated(result) });
  terminal.frameLine(`${(json ? terminal.err : terminal.out).paint(text, tone)} · again: ${again}`, { json });
  return code;
}

/** Counts in a thread of its own, so that Ctrl-C is heard. */
async function count({ terminal }: Session, request: VerifyRequest): Promise<VerifyResult> {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const order: VerifyOrder = { request, stop };
  const onInterrupt = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
  const progress = new CountProgress(terminal);
  process.once('SIGINT', onInterrupt);
  const worker = new Worker(new URL('./verify-worker.js', import.meta.url), { workerData: order });
  try {
    return await new Promise<VerifyResult>((resolve, reject) => {
      worker.on('message', (news: VerifyNews) => {
        if (news.kind === 'result') resolve(news.result);
        else progress.show(news);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the counting thread ended with ${code} and no result`)));
    });
  } finally {
    progress.end();
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** What `verify --json` prints: counts as strings, since a JSON number would lose digits. */
function documentOf({ withinBound, cases, hybrid, covered, total }: VerifyResult): object {
  const interrupted =
    covered < total ? { interrupted: { covered: String(covered), total: String(total) } } : {};
  if (hybrid !== null) {
    const { executions, agreement, validity } = hybrid;
    return {
      executions: String(executions),
      agreement: String(agreement),
      validity: String(validity),
      ...interrupted,
    };
  }
  return {
    withinBound,
    cases: cases.map(({ commander, placements, executions, ic1, ic2 }) => ({
      commander,
      placements: String(placements),
      executions: String(executions),
      ic1: String(ic1),
      ic2: String(ic2),
    })),
    ...interrupted,
  };
}

function printCounterexample({ terminal }: Session, scenario: string): void {
  terminal.line(terminal.out.paint('The first counterexample, for ironbird agree <file>:', 'bold'));
  terminal.line();
  for (const line of scenario.trimEnd().split('\n')) terminal.line(line);
  terminal.line();
}

function verdictOf({ interrupted, violated }: { interrupted: boolean; violated: boolean }): {
  text: string;
  tone: Tone;
  code: ExitCode;
} {
  const text = violated ? 'VIOLATED' : 'HELD';
  if (interrupted) {
    return { text: `INTERRUPTED (${text.toLowerCase()} so far)`, tone: 'warn', code: EXIT.interrupted };
  }
  return violated ? { text, tone: 'bad', code: EXIT.violated } : { text, tone: 'good', code: EXIT.held };
}

/** Before the count, which may take long. */
function refuseUnwritable(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    const hint = 'name another file, or move this one away';
    throw new InputError('--counterexample', [{ path, message: 'exists already', hint }]);
  }
  orRefuse(path, () => accessSync(dirname(path), constants.W_OK));
}

function write(path: string, scenario: string): void {
  orRefuse(path, () => writeFileSync(path, scenario, { flag: 'wx' }));
}

function orRefuse(path: string, touch: () => void): void {
  try {
    touch();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError('--counterexample', [{ path, message: `cannot be written (${code ?? message})` }]);
  }
}
