/**
 * Isolation as a user sees it: on the page, in the document, in the time series, and where a file asks for it in vain.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { InputError } from '../../../hil/files/problem.js';
import type { FlyDocument } from '../../../hil/rig/fly-document.js';
import { planFrame } from '../../../hil/rig/schedule.js';
import { ironbird, ironbirdAll } from '../../support/ironbird.js';
import { parseRig } from '../../support/rigs.js';

/** The lines of the page that tell who was isolated, joined. */
function isolatedOn(page: string): string {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => line.startsWith('isolated '));
  const to = lines.findIndex((line, i) => i > from && !line.startsWith(' '));
  return lines
    .slice(from, to)
    .map((line) => line.slice(12).trim())
    .join(' ');
}

void t.test('the page says who was isolated and when, and never leaves out what is left', async (t) => {
  // biome-ignore format: rows
  const rows: [string, string][] = [
    ['two-vanes-frozen-isolated', '2 of 3 left: no wrong one is outvoted any more'],
    ['two-vanes-frozen-isolated', '1 of 3 left: no wrong one is outvoted any more'],
    ['two-vanes-frozen-quad-isolated', 'alpha of channel 1 isolated in frame 245 (4.9 s); 3 of 4 left'],
    ['clique-split', 'channel 2 isolated in frame 255 (5.1 s); 2 channels left: tmr carries 0 faults now, not 1'],
    ['clique-split', '2 good units isolated, first in frame 180 (3.6 s): the faults were outside the bound'],
    ['clique-split-om', 'channel 1 isolated in frame 254 (5.08 s); 3 channels left: om carries 0 faults now, not 1'],
    ['wrong-accusation', 'channels 0 and 3 at odds from frame 199 (3.98 s): no third can tell, neither is isolated'],
  ];
  const outcomes = await ironbirdAll(rows.map(([name]) => ['fly', name]));
  rows.forEach(([name, words], i) => {
    const { code, stdout } = outcomes[i];
    t.equal(code, 0, name);
    t.ok(isolatedOn(stdout).includes(words), `${name}: ${isolatedOn(stdout)}`);
    t.match(stdout, /isolating/, name);
    for (const line of stdout.trimEnd().split('\n').slice(0, -1)) t.ok(line.length <= 80, line);
  });
  const plain = ironbird(['fly', 'two-vanes-frozen']);
  t.notMatch(plain.stdout, /^isolated |isolating/m, 'a rig that isolates nobody has nothing to say of it');
});

void t.test('the document and the time series carry the same', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ironbird-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  const csv = join(folder, 'out.csv');
  const { stdout } = ironbird(['fly', 'isolate-then-stuck', '--json', '--csv', csv]);
  const { isolation = [], diagnosis } = JSON.parse(stdout) as FlyDocument;
  t.strictSame(diagnosis, { withinBound: false, verdictSplits: 0, goodIsolated: 0 });
  const [dead, vane] = isolation.filter(({ state }) => state === 'isolated');
  t.strictSame(dead, {
    frame: 129,
    channel: 2,
    sensor: null,
    state: 'isolated',
    channelsLeft: 3,
    belowBound: true,
  });
  t.match(vane, { channel: 0, sensor: 'alpha', channelsLeft: 2, belowBound: true });
  const [header, ...frames] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  t.match(header, /,isolated_channels,isolated_sensors,disputed_channels$/);
  t.match(frames[128], /,,,$/);
  t.match(frames[129], /,2,,$/);
  t.match(frames[vane.frame], /,2,alpha\/0,$/);
  const other = join(folder, 'plain.csv');
  ironbird(['fly', 'two-vanes-frozen', '--csv', other]);
  t.notMatch(readFileSync(other, 'utf8').split('\n')[0], /isolated/);
  t.end();
});

void t.test(
  'isolation is refused where there is nothing to agree on, and a charge where nobody listens',
  (t) => {
    const problemsOf = (yaml: string): string => {
      try {
        parseRig(yaml);
        return '';
      } catch (error) {
        return error instanceof InputError ? error.message : String(error);
      }
    };
    for (const protocol of ['simplex', 'tmr-no-exchange', 'primary-backup', 'com-mon']) {
      const found = problemsOf(`name: x\nscheme: { protocol: ${protocol}, isolate: true }`);
      t.match(found, /scheme\.isolate = true means nothing for/, protocol);
      t.equal(problemsOf(`name: x\nscheme: { protocol: ${protocol}, isolate: false }`), '', protocol);
    }
    for (const protocol of ['tmr', 'om'])
      t.equal(parseRig(`name: x\nscheme: { protocol: ${protocol}, isolate: true }`).scheme.isolate, true);
    const accuser = (isolate: boolean, keys: string): string =>
      problemsOf(
        `name: x\nscheme: { protocol: om, isolate: ${isolate} }\nfaults: [{ target: computer/3, mode: accuser, ${keys} }]`,
      );
    t.equal(accuser(true, 'accuse: [0, alpha/1, beta/1, alpha/3]'), '');
    t.match(accuser(false, 'accuse: 0'), /can do nothing here: the computers of this scheme accuse nobody/);
    t.match(accuser(true, 'accuse: 3'), /accuse\[0\] = 3 is the accuser itself/);
    t.match(accuser(true, 'accuse: 4'), /is no computer of this rig/);
    for (const sensor of ['gamma/0', 'alpha/4', 'alpha', 'alpha/0/1', 'alpha/00'])
      t.match(accuser(true, `accuse: ${sensor}`), /is no sensor of this rig/, sensor);
    t.match(accuser(true, 'accuse: [alpha/0, alpha/1, alpha/2, beta/0]'), /names 4 sensors/);
    t.match(accuser(true, 'accuse: 0, tell: [3]'), /is no other computer of this rig/);
    t.match(accuser(true, ''), /accuse/);
    const cycle = (keys: string): string =>
      problemsOf(
        `name: x\nscheme: { protocol: om }\nfaults: [{ target: sensor/alpha/0, mode: dropout, ${keys} }]`,
      );
    t.equal(cycle('silentFrames: 3, cycleFrames: 4'), '');
    t.match(cycle('silentFrames: 3'), /cycleFrames is missing/);
    t.match(cycle('silentFrames: 3, cycleFrames: 3'), /must be more than silentFrames/);
    t.end();
  },
);

void t.test('the frame is planned for the longer rows and for what lasts', (t) => {
  const traffic = (isolate: boolean) =>
    planFrame(parseRig(`name: x\nscheme: { protocol: om, isolate: ${isolate} }`)).traffic;
  // Both rounds of a quad: 12 packets each; 8 + 4 words and 2 · 8, or 10 + 4 + 6 and 2 · 10; 15 bytes around them.
  t.equal(traffic(false).bytes, 12 * (4 * 12 + 15) + 12 * (4 * 16 + 15));
  t.equal(traffic(true).bytes, 12 * (4 * 20 + 15) + 12 * (4 * 20 + 15));
  t.end();
});
