/**
 * How far a campaign has come: on standard error, only on a terminal, and only once it has lasted a while.
 *
 *   [██████████░░░░░░░░░░░░░░]  41.6 %   93 flights/s   0:38 left   3 failed
 *   1,240 flights   93 flights/s   3 failed                    where nobody can know how many there will be
 */
import { grouped } from '../files/grouped-digits.js';
import { bar, clock } from './count-progress.js';
import type { Terminal } from './terminal.js';

const QUIET_MS = 1000;
const UPDATE_MS = 100;

export interface CampaignProgressNews {
  readonly flown: number;
  readonly failures: number;
}

export class CampaignProgress {
  readonly #terminal: Terminal;
  readonly #limits: { readonly flights: number; readonly timeMs: number };
  readonly #start = Date.now();
  /** Flown before this run. */
  readonly #before: number;
  #next = this.#start + QUIET_MS;
  #shown = false;

  constructor(
    terminal: Terminal,
    { flights, timeMs, before }: { flights: number; timeMs: number; before: number },
  ) {
    this.#terminal = terminal;
    this.#limits = { flights, timeMs };
    this.#before = before;
  }

  show({ flown, failures }: CampaignProgressNews): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now < this.#next) return;
    this.#next = now + UPDATE_MS;
    this.#shown = true;
    const elapsedMs = now - this.#start;
    const text = campaignProgressText({ flown, failures, before: this.#before, elapsedMs, ...this.#limits });
    this.#terminal.err.write(`\r${text}\x1b[K`);
  }

  /** Wipes the line. */
  end(): void {
    if (this.#shown) this.#terminal.err.write('\r\x1b[2K');
    this.#shown = false;
  }
}

/** At most 79 characters. `flights` and `timeMs`: where it ends at the latest; Infinity where that does not end it. */
export function campaignProgressText({
  flown,
  failures,
  before,
  elapsedMs,
  flights,
  timeMs,
}: CampaignProgressNews & { before: number; elapsedMs: number; flights: number; timeMs: number }): string {
  const perMs = (flown - before) / Math.max(1, elapsedMs);
  const rate = perMs >= 0.01 ? grouped(Math.round(1000 * perMs)) : (1000 * perMs).toPrecision(2);
  const tail = `${rate} flights/s`;
  const failed = `${grouped(failures)} failed`;
  const leftMs = Math.min(perMs > 0 ? (flights - flown) / perMs : Infinity, timeMs - elapsedMs);
  if (leftMs === Infinity) return `${grouped(flown)} flights   ${tail}   ${failed}`;
  const share = Math.min(1, Math.max(flown / flights, elapsedMs / timeMs));
  const percent = (100 * share).toFixed(1).padStart(5);
  return `[${bar(share)}] ${percent} %   ${tail}   ${clock(Math.max(0, leftMs))} left   ${failed}`;
}
