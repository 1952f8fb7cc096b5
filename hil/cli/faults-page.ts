/**
 * The catalogue of faults as pages: all modes in a line or two each, one kind with its keys, one mode with an example
 * that can be pasted, and what works on which kind of board.
 */
import {
  BOARD_KINDS,
  catalogue,
  type CatalogueKey,
  type CatalogueMode,
  commonKeys,
  FAULT_KINDS,
  targetForm,
} from '../fault/fault-catalogue.js';
import { suggestion } from '../files/did-you-mean.js';
import { InputError } from '../files/problem.js';
import type { FaultsOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { faultsMarkdown } from './faults-markdown.js';
import { plural } from './page-words.js';
import { type Session, shellLine } from './session.js';
import { type Terminal, wrap } from './terminal.js';

const MODE_WIDTH = 19;
const CLASS_WIDTH = 12;
const KEY_WIDTH = 22;

/** `what`: nothing, a kind, or kind/mode. Throws InputError where there is no such thing. */
export function printFaults(
  session: Session,
  { what, json = false, matrix = false, markdown = false }: FaultsOptions & { what: string | undefined },
): ExitCode {
  const { terminal } = session;
  const all = catalogue();
  const modes = what === undefined ? all : chosen(all, what);
  if (json) {
    terminal.document({ boards: BOARD_KINDS, common: commonKeys(), modes });
    return EXIT.held;
  }
  if (markdown) {
    terminal.out.write(faultsMarkdown(all));
    return EXIT.held;
  }
  const kinds = FAULT_KINDS.filter((kind) => modes.some((mode) => mode.kind === kind));
  terminal.line(
    session.title([
      'faults',
      what ?? `${plural(modes.length, 'mode')} of ${plural(kinds.length, 'kind')} of target`,
    ]),
  );
  terminal.line();
  if (matrix) printMatrix(terminal, modes);
  else if (modes.length === 1) printMode(terminal, modes[0]);
  else if (kinds.length === 1) printKind(terminal, modes);
  else printAll(terminal, modes);
  return EXIT.held;
}

function chosen(all: readonly CatalogueMode[], what: string): readonly CatalogueMode[] {
  const found = all.filter(({ kind, mode }) => what === kind || what === `${kind}/${mode}`);
  if (found.length > 0) return found;
  const names = [...FAULT_KINDS, ...all.map(({ kind, mode }) => `${kind}/${mode}`)];
  const near = suggestion(what, names);
  const hint = near.startsWith('did') ? near : 'ironbird faults shows all';
  throw new InputError(what || '""', [{ path: '', message: 'is neither a kind of target nor a mode', hint }]);
}

function printAll(terminal: Terminal, modes: readonly CatalogueMode[]): void {
  const { out } = terminal;
  for (const kind of FAULT_KINDS) {
    terminal.line(out.paint(targetForm(kind), 'bold'));
    for (const mode of modes.filter((candidate) => candidate.kind === kind)) {
      const head = `  ${mode.mode.padEnd(MODE_WIDTH)}${mode.class.padEnd(CLASS_WIDTH)}`;
      printBeside(terminal, head, mode.about);
    }
    terminal.line();
  }
  terminal.line('Every fault');
  printKeys(terminal, commonKeys());
  terminal.line();
  printNotes(terminal);
  terminal.line();
  terminal.line('More: ironbird faults sensor · ironbird faults sensor/stuck · --matrix · --json');
}

function printKind(terminal: Terminal, modes: readonly CatalogueMode[]): void {
  terminal.line(terminal.out.paint(targetForm(modes[0].kind), 'bold'));
  for (const mode of modes) {
    printBeside(terminal, `  ${mode.mode.padEnd(MODE_WIDTH)}${mode.class.padEnd(CLASS_WIDTH)}`, mode.about);
    printKeys(terminal, mode.keys);
    if (mode.ramps) terminal.line('    rampFrames');
  }
  terminal.line();
  printNotes(terminal);
  terminal.line();
  terminal.line(`More: ironbird faults ${modes[0].kind}/${modes[0].mode}`);
}

function printMode(terminal: Terminal, { kind, mode, ...entry }: CatalogueMode): void {
  const row = (name: string, text: string): void => printBeside(terminal, name.padEnd(12), text);
  row('mode', `${kind}/${mode}`);
  row('target', targetForm(kind));
  row('does', entry.about);
  if (entry.knownFrom !== null) row('known from', entry.knownFrom);
  row('class', `${entry.class}, as in the example; whom a fault reaches can make it another`);
  if (entry.keys.length > 0) {
    terminal.line();
    printKeys(terminal, entry.keys);
  }
  terminal.line();
  const common = `id, onset, frames, duty${entry.ramps ? ', rampFrames' : ''}`;
  terminal.line(`Beside the keys of every fault: ${common} (ironbird faults).`);
  if (entry.keys.some(({ inUnit }) => inUnit !== null)) printNotes(terminal);
  terminal.line('Fly it:');
  terminal.line(`  ${shellLine(['ironbird', 'fly', entry.example.rig, '--fault', entry.example.fault])}`);
}

function printNotes(terminal: Terminal): void {
  const note =
    'An amount is in counts, or in the unit of what is struck where the key ends in it: ' +
    'offset, offsetDeg, offsetFtps; rateDegPerS. A key marked * is needed.';
  for (const line of wrap(note, terminal.out.columns)) terminal.line(line);
}

function printKeys(terminal: Terminal, keys: readonly CatalogueKey[]): void {
  for (const { name, needed, about, range, byDefault } of keys) {
    const rest = byDefault === null ? range : `${range}; default ${byDefault}`;
    printBeside(terminal, `    ${`${name}${needed ? ' *' : ''}`.padEnd(KEY_WIDTH)}`, `${about} (${rest})`);
  }
}

/** Text beside a head, wrapped under itself. */
function printBeside(terminal: Terminal, head: string, text: string): void {
  const width = terminal.out.columns - head.length;
  wrap(text, width).forEach((part, row) => {
    terminal.line((row === 0 ? head : ' '.repeat(head.length)) + part);
  });
}

function printMatrix(terminal: Terminal, modes: readonly CatalogueMode[]): void {
  const { out } = terminal;
  const nameWidth = Math.max(...modes.map(({ kind, mode }) => kind.length + mode.length)) + 3;
  const cells = (texts: readonly string[]): string =>
    texts
      .map((text) => text.padEnd(10))
      .join('')
      .trimEnd();
  terminal.line(out.paint(`${' '.repeat(nameWidth)}${cells(BOARD_KINDS)}`, 'bold'));
  for (const { kind, mode, boards } of modes) {
    const row = BOARD_KINDS.map((board) => (boards[board] ? 'yes' : 'not yet'));
    terminal.line(`${`${kind}/${mode}`.padEnd(nameWidth)}${cells(row)}`);
  }
  terminal.line();
  const note =
    'inline: the computer runs in this process. process, serial, mqtt and emulate: no flight can place a ' +
    'computer there yet.';
  for (const line of wrap(note, out.columns)) terminal.line(line);
}
