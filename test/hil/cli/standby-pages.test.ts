/**
 * Backups and pairs as a user sees them: who was in command, from when and why, on the page and in the document.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';

/** The section that begins with a label, its lines joined. */
function section(page: string, label: string): string {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => line.startsWith(label));
  const to = lines.findIndex((line, i) => i > from && !line.startsWith(' '));
  return lines
    .slice(from, to)
    .map((line) => line.slice(12).trim())
    .join(' ');
}

t.test('the page tells each change of command in a line', async (t) => {
  // biome-ignore format: rows
  const rows: [string, string][] = [
    ['primary-backup', 'computer 0 from the start within the bound of the scheme'],
    ['primary-backup-failover', 'computer 0 from the start computer 1 from frame 227 (4.54 s): computer 0 had fallen silent nobody in command in 2 frames: the surfaces held or trailed within'],
    ['primary-backup-bad-backup', 'computer 1 from frame 227 (4.54 s): computer 1 had switched computer 0 off outside the bound'],
    ['com-mon-bad-backup', 'pair 0 + 1 from the start pair 2 + 3 stood by until frame 225 (4.5 s), then its halves disagreed, and it shut within'],
    ['com-mon-wrong-primary', 'pair 2 + 3 from frame 227 (4.54 s): the halves of pair 0 + 1 disagreed, and it shut nobody'],
    ['three-monitors-trip', 'nobody from frame 294 (5.88 s): the halves of pair 0 + 1 disagreed, and it shut'],
  ];
  const outcomes = await ironbirdAll(rows.map(([name]) => ['fly', name]));
  rows.forEach(([name, words], i) => {
    const { code, stdout } = outcomes[i];
    t.equal(code, 0, name);
    t.ok(section(stdout, 'in command').includes(words), `${name}: ${section(stdout, 'in command')}`);
    t.notMatch(stdout, /^agreement/m, 'nothing is agreed on');
    for (const line of stdout.trimEnd().split('\n').slice(0, -1)) t.ok(line.length <= 80, line);
  });
  t.match(
    section(outcomes[0].stdout, 'computers'),
    /^2 × primary-backup, built for 1 fault, a backup trips when over 1 deg apart for 3 frames; engaged actuators/,
  );
  t.match(
    section(outcomes[3].stdout, 'computers'),
    /a pair shuts when its halves are over 1 deg apart for 3 frames/,
  );
  t.match(
    section(ironbird(['fly', 'primary-backup-wrong-primary']).stdout, 'computers'),
    /a backup waits for silence alone/,
  );
});

t.test('the document lists the turns, and a rig that votes has none', async (t) => {
  const [backup, quad] = await ironbirdAll([
    ['fly', 'primary-backup-bad-backup', '--json'],
    ['fly', 'quad-om1', '--duration', '1', '--json'],
  ]);
  const document = JSON.parse(backup.stdout) as FlyDocument;
  t.same(document.command, [
    { frame: 0, computers: [0], because: null, by: [] },
    { frame: 227, computers: [1], because: 'tripped', by: [1] },
  ]);
  t.same(document.agreement, { withinBound: false, ic1: 0, ic2: 0, commandSplits: 0 });
  t.match(
    document.faults,
    [{ activated: true, detected: false, wrongUnit: true }],
    'the good primary is blamed',
  );
  t.notOk('command' in (JSON.parse(quad.stdout) as FlyDocument));
});

t.test('a time series counts no split between who commands and who stands by', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-standby-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const csv = join(folder, 'out.csv');
  t.equal(ironbird(['fly', 'com-mon', '--duration', '1', '--csv', csv]).code, 0);
  const [head, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  const split = head.split(',').indexOf('command_split');
  const good = head.split(',').indexOf('good_computers');
  t.equal(rows.length, 50);
  t.same(new Set(rows.map((row) => [row.split(',')[good], row.split(',')[split]].join())), new Set(['4,0']));
  t.end();
});
