/**
 * How far a long flight has come: on standard error, only on a terminal, and only once it has lasted a while.
 */
import type { Terminal } from './terminal.js';

const FRAMES_PER_LOOK = 4096;
const QUIET_MS = 1500;
const UPDATE_MS = 250;

export interface Progress {
  frame(frame: number): void;
  /** Wipes the line. */
  end(): void;
}

const NONE: Progress = { frame: () => undefined, end: () => undefined };

export function progressOf(terminal: Terminal, { frames }: { frames: number }): Progress {
  if (!process.stderr.isTTY) return NONE;
  let next = Date.now() + QUIET_MS;
  let shown = false;
  return {
    frame(frame) {
      if (frame % FRAMES_PER_LOOK !== 0 || Date.now() < next) return;
      next = Date.now() + UPDATE_MS;
      shown = true;
      terminal.err.write(`\rframe ${frame} of ${frames} (${Math.floor((100 * frame) / frames)} %)`);
    },
    end() {
      if (shown) terminal.err.write('\r\x1b[2K');
      shown = false;
    },
  };
}
