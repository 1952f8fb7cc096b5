/**
 * How far a long count has come: on standard error, only on a terminal, and only once it has lasted a while.
 *
 *   [██████████░░░░░░░░░░░░░░]  41.6 %   5,300,000 executions/s   0:38 left
 */
import { grouped } from '../files/grouped-digits.js';
import type { Terminal } from './terminal.js';

const QUIET_MS = 1000;
const BAR_LENGTH = 24;

export class CountProgress {
  readonly #terminal: Terminal;
  readonly #start = Date.now();
  #shown = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show({ done, total }: { done: bigint; total: bigint }): void {
    const elapsedMs = Date.now() - this.#start;
    if (!process.stderr.isTTY || elapsedMs < QUIET_MS) return;
    this.#shown = true;
    this.#terminal.err.write(`\r${progressText({ done, total, elapsedMs })}\x1b[K`);
  }

  /** Wipes the line. */
  end(): void {
    if (this.#shown) this.#terminal.err.write('\r\x1b[2K');
    this.#shown = false;
  }
}

/** At most 79 characters, whatever the counts. */
export function progressText({
  done,
  total,
  elapsedMs,
}: {
  done: bigint;
  total: bigint;
  elapsedMs: number;
}): string {
  const share = total === 0n ? 1 : Number((done * 10_000n) / total) / 10_000;
  const perSecond = (Number(done) / Math.max(1, elapsedMs)) * 1000;
  const rate =
    perSecond < 1e9 ? grouped(Math.round(perSecond)) : perSecond.toExponential(1).replace('e+', 'e');
  const left = share > 0 ? clock((elapsedMs * (1 - share)) / share) : '…';
  return `[${bar(share)}] ${(100 * share).toFixed(1).padStart(5)} %   ${rate} executions/s   ${left} left`;
}

/** A share, 0 … 1, as 24 characters. */
export function bar(share: number): string {
  return '█'.repeat(Math.floor(share * BAR_LENGTH)).padEnd(BAR_LENGTH, '░');
}

/** `0:38`, `2:05:09`. */
export function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [head, ...rest] = parts[0] > 0 ? parts : parts.slice(1);
  return [head, ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}
