/**
 * An agreement as lines that a person can read, none wider than asked:
 *
 *   round 2    1 → 2 3      0: attack
 *            ! 3 → 1        0: retreat            was told attack
 *            ! 3 → 2        0: (nothing)          was told attack
 *
 * "0 2: attack" is "0 said, so 2 said, attack". What one computer says alike to several is one line. Lies carry an
 * exclamation mark and do not depend on colour; what a receiver refused says so. Where a round has too many lines only its lies are shown, and the
 * rest is counted. Values come from a file: control characters never reach a terminal.
 */
import { printable } from '../files/problem.js';
import type { Agreement } from './agree.js';
import type { AgreeScenario, SaidMessage } from './agreement-protocol.js';
import { protocolNamed } from './protocols.js';

export interface PageStyle {
  /** Characters a line may have, at least 40. */
  readonly columns: number;
  /** Whether to write ANSI colours. */
  readonly colour: boolean;
}

const ROUND_LINES_MAX = 12;
const RED = '31';
const GREEN = '32';
const YELLOW = '33';

/** Who said what, who decided what, and whether IC1, IC2 and the bound held. */
export function formatAgreement(agreement: Agreement, scenario: AgreeScenario, style: PageStyle): string[] {
  const { document, bound, exchange } = agreement;
  const { computers, faults, source, traitors } = scenario;
  const liars = [...traitors.keys()];
  const page = new Page(style);
  page.line(
    `${scenario.protocol}: ${computers} computers, m = ${faults}, source ${source}${traitors.has(source) ? ' (traitor)' : ''}`,
  );
  page.line(
    liars.length === 0 ? 'no traitors' : `traitor${liars.length === 1 ? '' : 's'} ${liars.join(' ')}`,
  );
  const choice = protocolNamed(scenario.protocol)?.choice ?? scenario.choice;
  page.line(`value ${printable(scenario.value)}, default ${printable(scenario.defaultValue)}, ${choice}`);
  for (const note of scenario.notes) page.line(note);
  page.line('');
  for (let round = 1; round <= document.rounds; round++) {
    writeRound(
      page,
      exchange.said.filter((message) => message.round === round),
      round,
    );
  }
  if (exchange.unsaid > 0) page.line(`           … and ${exchange.unsaid} later messages`);
  page.line('');
  writeDecisions(page, document.decisions);
  if (document.rounds > 2 && document.withinBound) writeSlack(page, agreement);
  page.line(
    verdict('IC1', document.ic1, 'all good computers but the source hold the same value'),
    tone(document.ic1),
  );
  page.line(
    document.ic2 === null
      ? 'IC2 not asked   the source is a traitor'
      : verdict('IC2', document.ic2, `they hold what the source sent, ${printable(scenario.value)}`),
    document.ic2 === null ? undefined : tone(document.ic2),
  );
  const rounds = document.rounds === 1 ? 'round' : 'rounds';
  page.line(`${document.messages} messages in ${document.packets} packets, ${document.rounds} ${rounds}`);
  page.wrapped(bound, document.withinBound ? undefined : YELLOW);
  return page.lines;
}

/** Why this computer decided as it did: what it was told along every path, and each vote over it. */
export function explainDecision(
  { exchange }: Agreement,
  scenario: AgreeScenario,
  {
    computer,
    linesMax,
    style,
  }: { readonly computer: number; readonly linesMax: number; readonly style: PageStyle },
): string[] {
  const page = new Page(style);
  if (computer === scenario.source) {
    page.line(`computer ${computer} is the source: it holds its own value, ${printable(scenario.value)}`);
    return page.lines;
  }
  page.line(`computer ${computer} decided ${printable(exchange.decided[computer])}:`);
  if (exchange.account) {
    const lines = exchange.account(computer);
    for (const line of lines.slice(0, linesMax)) page.line(line);
    if (lines.length > linesMax) page.line(`  … and ${lines.length - linesMax} more`);
    return page.lines;
  }
  const held = exchange.held(computer);
  for (const { path, told, chose, ballots } of held.slice(0, linesMax)) {
    const from = `${'  '.repeat(path.length)}${path.join(' ')}`.padEnd(16);
    const vote = chose === null ? '' : `, chose ${printable(chose)}: ${scenario.choice} of ${tally(ballots)}`;
    page.line(`${from} told ${printable(told)}${vote}`);
  }
  if (held.length > linesMax) page.line(`  … and ${held.length - linesMax} more`);
  return page.lines;
}

/** `3 attack, 1 retreat` */
function tally(ballots: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const ballot of ballots) counts.set(ballot, (counts.get(ballot) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} × ${printable(value)}`).join(', ');
}

interface Saying {
  readonly message: SaidMessage;
  readonly receivers: number[];
}

function writeRound(page: Page, messages: readonly SaidMessage[], round: number): void {
  const sayings = new Map<string, Saying>();
  for (const message of messages) {
    const key = JSON.stringify([
      message.sender,
      message.path,
      message.said,
      message.fate?.dropped && message.fate.says,
    ]);
    const saying = sayings.get(key);
    if (saying) saying.receivers.push(message.receiver);
    else sayings.set(key, { message, receivers: [message.receiver] });
  }
  const all = [...sayings.values()];
  const lies = all.filter(({ message }) => isLie(message));
  const shown = all.length <= ROUND_LINES_MAX ? all : lies.slice(0, ROUND_LINES_MAX);
  shown.forEach((saying, i) =>
    page.line(
      sayingLine(saying, i === 0 ? `round ${round}` : ''),
      isLie(saying.message) ? YELLOW : undefined,
    ),
  );
  if (shown.length < all.length) {
    const label = shown.length === 0 ? `round ${round}` : '';
    const hidden = lies.length - Math.min(lies.length, shown.length);
    page.line(
      `${label.padEnd(11)}… and ${all.length - shown.length} more${hidden > 0 ? `, ${hidden} of them lies` : ', as the protocol asks'}`,
    );
  }
}

function isLie({ said, honest }: SaidMessage): boolean {
  return said !== honest;
}

function sayingLine({ message, receivers }: Saying, label: string): string {
  const { sender, path, said, honest, fate } = message;
  const mark = isLie(message) ? '!' : ' ';
  const who = `${sender} → ${receivers.join(' ')}`.padEnd(16);
  const what = `${path.length > 0 ? `${path.join(' ')}: ` : ''}${said === null ? '(nothing)' : printable(said)}`;
  const had = honest === null ? 'made up' : `${path.length > 0 ? 'was told' : 'had'} ${printable(honest)}`;
  const beside = fate?.dropped === true ? `refused: ${fate.says}` : isLie(message) ? had : '';
  return `${label.padEnd(8)} ${mark} ${who} ${beside === '' ? what : `${what.padEnd(18)}   ${beside}`}`;
}

function writeDecisions(page: Page, decisions: Readonly<Record<string, string>>): void {
  const holders = new Map<string, string[]>();
  for (const [id, value] of Object.entries(decisions)) {
    const ids = holders.get(value);
    if (ids) ids.push(id);
    else holders.set(value, [id]);
  }
  if (holders.size === 0) page.line('decided    nobody: no good computer besides the source');
  let label = 'decided';
  for (const [value, ids] of holders) {
    page.line(`${label.padEnd(10)} ${ids.join(' ').padEnd(16)} ${printable(value)}`);
    label = '';
  }
}

/** Who could have decided sooner, and by how many rounds, true within the bound only. They relay on all the same: it is slack, not speed. */
function writeSlack(page: Page, { document, exchange }: Agreement): void {
  const { settledAfter = [] } = exchange;
  const ids = Object.keys(document.decisions);
  for (let round = 2; round < document.rounds; round++) {
    const early = ids.filter((id) => settledAfter[Number(id)] === round);
    if (early.length === 0) continue;
    const slack = document.rounds - round;
    page.line(`settled    ${early.join(' ').padEnd(16)} after round ${round}: ${slack} to spare`);
  }
}

function verdict(condition: string, held: boolean, meaning: string): string {
  return `${condition} ${(held ? 'held' : 'violated').padEnd(11)} ${held ? '' : 'not true: '}${meaning}`;
}

function tone(held: boolean): string {
  return held ? GREEN : RED;
}

/** Lines cut to the width; colour is added outside the count. */
class Page {
  readonly lines: string[] = [];
  readonly #style: PageStyle;

  constructor(style: PageStyle) {
    this.#style = style;
  }

  line(text: string, colour?: string): void {
    const characters = [...text];
    const { columns } = this.#style;
    const cut = characters.length <= columns ? text : `${characters.slice(0, columns - 1).join('')}…`;
    this.lines.push(colour !== undefined && this.#style.colour ? `\u001b[${colour}m${cut}\u001b[0m` : cut);
  }

  wrapped(text: string, colour?: string): void {
    let line = '';
    for (const word of text.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > this.#style.columns) {
        this.line(line, colour);
        line = ' ';
      }
      line += line === '' ? word : ` ${word}`;
    }
    this.line(line, colour);
  }
}
