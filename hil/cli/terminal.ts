/**
 * Where lines go. With `--json`, standard output belongs to one document and the first and last lines go to
 * standard error; without, everything a person reads goes to standard output, problems excepted.
 *
 * Colour only on a terminal, and not where NO_COLOR is set or TERM is dumb. A reader that goes away (`| head`)
 * ends the writing, not the run: the exit code still tells the verdict.
 */
import { styleText } from 'node:util';
import { printable } from '../files/problem.js';

export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'bold';

const STYLES = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', bold: 'bold' } as const;

/** Wider than this no line gets, however wide the terminal. */
const COLUMNS_MAX = 100;
const COLUMNS_DEFAULT = 80;
const COLUMNS_MIN = 40;

class Stream {
  readonly #stream: NodeJS.WriteStream;
  readonly colour: boolean;
  readonly columns: number;
  #closed = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    const { NO_COLOR, TERM } = process.env;
    this.colour = stream.isTTY && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
    const columns = stream.isTTY ? stream.columns : COLUMNS_DEFAULT;
    this.columns = Math.max(COLUMNS_MIN, Math.min(columns || COLUMNS_DEFAULT, COLUMNS_MAX));
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#closed = true;
    });
  }

  write(text: string): void {
    if (!this.#closed) this.#stream.write(text);
  }

  paint(text: string, tone: Tone): string {
    return this.colour ? styleText(STYLES[tone], text) : text;
  }
}

export class Terminal {
  readonly out = new Stream(process.stdout);
  readonly err = new Stream(process.stderr);

  /** A line of the result. */
  line(text = ''): void {
    this.out.write(`${text}\n`);
  }

  /** A line about the result: standard error. */
  note(text: string): void {
    this.err.write(`${text}\n`);
  }

  /** First or last line of a run, which makes way for a document. */
  frameLine(text: string, { json }: { json: boolean }): void {
    if (json) this.note(text);
    else this.line(text);
  }

  /** The one document of `--json`. */
  document(value: unknown): void {
    this.out.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** What is wrong, one problem a line. */
  problem(message: string): void {
    this.note(message.split('\n').map(printable).join('\n'));
  }
}

/** Words wrapped to a width; a word that is longer than the width stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
