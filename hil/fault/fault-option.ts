/**
 * A fault on the command line: JSON, or `target=sensor/alpha/0,mode=two-faced,onset=150,to.1=777,to.2=10777`.
 *
 * The short form is what a shell passes through unquoted. A piece without `=` belongs to the value before it, so
 * that `target=link/0/1,2` and `about=0,2` mean what they look like; `duty.activeFrames=3` is a key inside a key. What the pieces mean is not decided here: the
 * result is read like an entry of a file.
 */
import { parseDocumentText } from '../files/document.js';
import { throwProblems } from '../files/load-file.js';
import { InputError } from '../files/problem.js';

const LENGTH_MAX = 4096;
const KEY = /^([A-Za-z]+)(?:\.(\d{1,2}|[A-Za-z]+))?$/;

/** The entry as plain data. Throws InputError where the text has neither form. */
export function parseFaultOption(text: string): unknown {
  const source = '--fault';
  if (text.length > LENGTH_MAX) {
    throw new InputError(source, [
      { path: '', message: 'is too long', range: `at most ${LENGTH_MAX} characters` },
    ]);
  }
  if (text.trimStart().startsWith('{')) {
    const document = parseDocumentText(text, { name: source });
    throwProblems(document, []);
    return document.data;
  }
  const pieces: string[] = [];
  for (const piece of text.split(',')) {
    if (piece.includes('=') || pieces.length === 0) pieces.push(piece);
    else pieces[pieces.length - 1] += `,${piece}`;
  }
  const entry: Record<string, unknown> = {};
  for (const piece of pieces) put(entry, piece, source);
  return entry;
}

function put(entry: Record<string, unknown>, piece: string, source: string): void {
  const refuse = (message: string): InputError =>
    new InputError(source, [
      {
        path: '',
        message: `${message}: "${piece}"`,
        hint: 'target=sensor/alpha/0,mode=two-faced,to.1=777,to.2=10777, or JSON',
      },
    ]);
  const equals = piece.indexOf('=');
  if (equals < 0) throw refuse('has a part that is not key=value');
  const key = KEY.exec(piece.slice(0, equals).trim());
  if (key === null) throw refuse('has a part whose key is not a name');
  const [, name, index] = key;
  const value = valueOf(name, piece.slice(equals + 1).trim());
  if (index === undefined) {
    if (Object.hasOwn(entry, name)) throw refuse('gives a key twice');
    entry[name] = value;
    return;
  }
  if (!Object.hasOwn(entry, name)) entry[name] = {};
  const map = entry[name];
  if (typeof map !== 'object' || map === null || Array.isArray(map) || Object.hasOwn(map, index))
    throw refuse('gives a key twice');
  (map as Record<string, unknown>)[index] = value;
}

/** Texts stay texts; everything that looks like a number is one, and a row of numbers is a list. */
function valueOf(name: string, text: string): unknown {
  if (name === 'target' || name === 'mode' || name === 'id') return text;
  if (/^\d+(,\d+)+$/.test(text)) return text.split(',').map(Number);
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
