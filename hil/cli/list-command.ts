/**
 * `ironbird list`: what is shipped, with the words by which each is called.
 */
import type { Command } from 'commander';
import { EXIT } from './exit-codes.js';
import type { Session } from './session.js';
import { type ShippedKind, shippedFiles } from './shipped-files.js';
import { wrap } from './terminal.js';

const HEADINGS: readonly (readonly [ShippedKind, string])[] = [
  ['rig', 'Rigs: ironbird fly <name>'],
  ['scenario', 'Flights that tell a story: ironbird fly <name>'],
  ['agree', 'Agreements without an aircraft: ironbird agree <name>'],
  ['campaign', 'Many flights: ironbird campaign <name>'],
];

export function addList(program: Command, session: Session): void {
  program
    .command('list')
    .description('the rigs, scenarios and campaigns that are shipped')
    .option('--json', 'print one JSON document')
    .action(({ json = false }: { json?: boolean }) => session.run(() => list(session, json)));
}

function list({ terminal }: Session, json: boolean): typeof EXIT.held {
  const files = shippedFiles(HEADINGS.map(([kind]) => kind));
  if (json) {
    terminal.document(files);
    return EXIT.held;
  }
  const nameWidth = Math.max(...files.map(({ name }) => name.length)) + 2;
  const aboutWidth = terminal.out.columns - nameWidth - 2;
  HEADINGS.forEach(([kind, heading], i) => {
    const ofKind = files.filter((file) => file.kind === kind);
    if (ofKind.length === 0) return;
    if (i > 0) terminal.line();
    terminal.line(terminal.out.paint(heading, 'bold'));
    for (const { name, about } of ofKind) {
      wrap(about, aboutWidth).forEach((text, row) => {
        terminal.line(`  ${(row === 0 ? name : '').padEnd(nameWidth)}${text}`);
      });
    }
  });
  return EXIT.held;
}
