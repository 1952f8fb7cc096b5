/**
 * Every finding both ways, and on machines that say nothing or nonsense. A folder stands for the root.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import type { Finding, FindingId, FindingState } from '../../../hil/host/finding.js';
import { type Host, thisHost } from '../../../hil/host/host.js';
import { HostFiles } from '../../../hil/host/host-files.js';
import { findPrivileges } from '../../../hil/host/privilege-findings.js';
import { findProcessors, readTicks, stealPercent } from '../../../hil/host/processor-findings.js';
import { findSerial } from '../../../hil/host/serial-findings.js';
import { Dice } from '../../support/dice.js';
import { madeUpHost } from '../../support/made-up-host.js';

function everything(host: Host): Finding[] {
  return [...findProcessors(host), ...findPrivileges(host), ...findSerial(host)];
}

function oneOf(host: Host, id: FindingId): Finding {
  const found = everything(host).filter((finding) => finding.id === id);
  if (found.length !== 1) throw new Error(`${found.length} findings of ${id}`);
  return found[0];
}

/** A root with these files in it. */
function rootOf(
  t: { testdir(content: Record<string, never>): string },
  files: Readonly<Record<string, string>>,
): string {
  const root = t.testdir({});
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const CLOCK = 'sys/devices/system/clocksource/clocksource0';
const LIMITS = (priority: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax locked memory         8388608              8388608              bytes     \nMax realtime priority     ${priority}                    99                   \n`;
const someone = { id: 1000, name: 'amy', groups: [1000, 27] };

type Row = [
  id: FindingId,
  state: FindingState,
  found: RegExp,
  files: Record<string, string>,
  host: Parameters<typeof madeUpHost>[0],
  fix: RegExp | null,
];
// biome-ignore format: a truth table is read by column
const rows: Row[] = [
  ['node', 'good', /^v20\.11\.0$/, {}, {}, null],
  ['node', 'good', /^v24\.0\.1$/, {}, { nodeVersion: 'v24.0.1' }, null],
  ['node', 'lacking', /too old/, {}, { nodeVersion: 'v18.20.1' }, /install Node 20/],
  ['node', 'lacking', /too old/, {}, { nodeVersion: 'nonsense' }, /install Node 20/],
  ['processors', 'good', /^4 usable; load 0\.10, 0\.20, 0\.30$/, { 'proc/loadavg': '0.10 0.20 0.30 1/2 3\n' }, {}, null],
  ['processors', 'good', /load not told/, { 'proc/loadavg': 'busy' }, {}, null],
  ['processors', 'good', /load 4\.00/, { 'proc/loadavg': '4.00 0.20 0.30 1/2 3\n' }, {}, null],
  ['processors', 'note', /load 4\.01/, { 'proc/loadavg': '4.01 0.20 0.30 1/2 3\n' }, {}, /more is running/],
  ['processors', 'note', /^1 usable/, {}, { processors: 1 }, /a second/],
  ['clock-source', 'good', /^tsc$/, { [`${CLOCK}/current_clocksource`]: 'tsc\n' }, {}, null],
  ['clock-source', 'lacking', /^hpet: slow/, { [`${CLOCK}/current_clocksource`]: 'hpet\n', [`${CLOCK}/available_clocksource`]: 'hpet tsc acpi_pm \n' }, {}, /echo tsc \| sudo tee current_clocksource/],
  ['clock-source', 'lacking', /^jiffies: slow/, { [`${CLOCK}/current_clocksource`]: 'jiffies\n' }, {}, /no faster one/],
  ['clock-source', 'unknown', /^sundial, which/, { [`${CLOCK}/current_clocksource`]: 'sundial\n' }, {}, null],
  ['clock-source', 'unknown', /not told/, { [`${CLOCK}/current_clocksource`]: '' }, {}, null],
  ['governor', 'good', /^performance$/, { 'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance\n', 'sys/devices/system/cpu/cpufreq/x': '' }, {}, null],
  ['governor', 'note', /^performance, powersave$/, { 'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance\n', 'sys/devices/system/cpu/cpu11/cpufreq/scaling_governor': 'powersave\n' }, {}, /cpupower/],
  ['governor', 'unknown', /not told/, { 'sys/devices/system/cpu/cpu0/online': '1' }, {}, null],
  ['steal', 'good', /^1\.00 %/, { 'proc/stat': 'cpu  90 0 0 9 0 0 0 1 50 0\ncpu0 1 1\n' }, {}, null],
  ['steal', 'note', /^2\.00 %/, { 'proc/stat': 'cpu  90 0 0 8 0 0 0 2 50 0\n' }, {}, /runs others/],
  ['steal', 'unknown', /not told/, { 'proc/stat': 'cpu  0 0 0 0 0 0 0 0 0 0\n' }, {}, null],
  ['steal', 'unknown', /not told/, { 'proc/stat': 'cpu  1 2 3\n' }, {}, null],
  ['real-time-priority', 'good', /succeeds \(limit 50\)/, { 'proc/self/limits': LIMITS('50') }, { commands: ['chrt'], succeeds: () => true }, null],
  ['real-time-priority', 'note', /fails \(limit 0\)/, { 'proc/self/limits': LIMITS('0') }, { commands: ['chrt'] }, /rtprio 50/],
  ['real-time-priority', 'note', /fails$/, { 'proc/self/limits': LIMITS('a lot') }, { commands: ['chrt'] }, /log out/],
  ['real-time-priority', 'unknown', /no chrt.*limit 0/, { 'proc/self/limits': LIMITS('0') }, {}, /util-linux/],
  ['memory', 'good', /^no swap; may lock 8 MiB/, { 'proc/self/limits': LIMITS('0'), 'proc/meminfo': 'MemTotal: 8 kB\nSwapTotal:       0 kB\n' }, {}, null],
  ['memory', 'good', /may lock all/, { 'proc/self/limits': LIMITS('0').replace('8388608', 'unlimited'), 'proc/meminfo': 'SwapTotal:  2048 kB\n' }, {}, null],
  ['memory', 'note', /^2 MiB of swap$/, { 'proc/meminfo': 'SwapTotal:  2048 kB\n' }, {}, /swapoff/],
  ['memory', 'unknown', /not told/, { 'proc/meminfo': 'SwapTotal: some\n' }, {}, null],
  ['udevadm', 'good', /there/, {}, { commands: ['udevadm'] }, null],
  ['udevadm', 'lacking', /not there/, {}, {}, /install udev/],
  ['serial-group', 'good', /^root/, {}, { user: { id: 0, name: 'root', groups: [0] } }, null],
  ['serial-group', 'good', /^member of dialout$/, { 'etc/group': 'root:x:0:\ndialout:x:20:bob\n' }, { user: { ...someone, groups: [20] } }, null],
  ['serial-group', 'good', /^member of uucp$/, { 'etc/group': 'uucp:x:14:' }, { user: { ...someone, groups: [14] } }, null],
  ['serial-group', 'lacking', /not since log-in/, { 'etc/group': 'dialout:x:20:bob,amy\n' }, { user: someone }, /^log out/],
  ['serial-group', 'lacking', /not a member of dialout/, { 'etc/group': 'dialout:x:20:bob,amyx\n' }, { user: someone }, /usermod -aG dialout/],
  ['serial-group', 'lacking', /not a member/, { 'etc/group': 'dialout:x:20:\n' }, { user: { ...someone, name: '' } }, /usermod/],
  ['serial-group', 'unknown', /no group/, { 'etc/group': 'dialout:x:twenty:amy\n' }, { user: someone }, null],
  ['serial-group', 'unknown', /no groups/, {}, { user: null }, null],
  ['serial-devices', 'note', /none/, {}, {}, null],
  ['latency-timer', 'note', /no adapter/, { 'sys/bus/usb-serial/devices/ttyACM0/other': '1' }, {}, null],
  ['latency-timer', 'good', /^ttyUSB0 1 ms$/, { 'sys/bus/usb-serial/devices/ttyUSB0/latency_timer': '1\n' }, {}, null],
  ['latency-timer', 'lacking', /^ttyUSB0 1 ms, ttyUSB1 16 ms$/, { 'sys/bus/usb-serial/devices/ttyUSB0/latency_timer': '1\n', 'sys/bus/usb-serial/devices/ttyUSB1/latency_timer': '16\n' }, {}, /^echo 1 \| sudo tee \S+ttyUSB1\/latency_timer\nfor good.*\nSUBSYSTEM=="usb-serial", .*ATTR\{latency_timer\}="1"$/],
  ['latency-timer', 'unknown', /ttyUSB0 does not say/, { 'sys/bus/usb-serial/devices/ttyUSB0/latency_timer': 'soon\n' }, {}, null],
];

t.test('each finding says what is there, and what to do where something is wanting', (t) => {
  for (const [id, state, found, files, host, fix] of rows) {
    const title = `${id} ${state} ${found.source}`;
    t.test(title, (t) => {
      const finding = oneOf(madeUpHost({ ...host, root: rootOf(t, files) }), id);
      t.equal(finding.state, state);
      t.match(finding.found, found);
      if (fix === null) t.same(finding.fix, []);
      else t.match(finding.fix.join('\n'), fix);
      t.ok(
        finding.fix.every((line) => line.length <= 72),
        'fits a line',
      );
      t.end();
    });
  }
  const seen = new Set(rows.map(([id, state]) => `${id} ${state}`));
  t.ok(seen.size >= 28, 'the table has each id in several states');
  t.end();
});

t.test('what is lacking always comes with what to do', (t) => {
  const host = madeUpHost({ nodeVersion: 'v1.0.0', processors: 1 });
  const lacking = everything(host).filter(({ state }) => state === 'lacking');
  t.same(
    lacking.map(({ id }) => id),
    ['node', 'udevadm'],
  );
  t.ok(lacking.every(({ fix }) => fix.length > 0));
  t.end();
});

t.test('serial devices are named with the port they are, however strange their names', (t) => {
  const root = rootOf(t, { 'dev/serial/by-id/plain file': '' });
  symlinkSync('../../ttyUSB0', join(root, 'dev/serial/by-id/usb-FTDI_$(reboot)-port0'));
  const { state, found, fix } = oneOf(madeUpHost({ root }), 'serial-devices');
  t.equal(state, 'good');
  t.equal(found, 'plain file (no link) usb-FTDI_$(reboot)-port0 (ttyUSB0)');
  t.same(fix, []);
  for (let i = 0; i < 20; i++) writeFileSync(join(root, `dev/serial/by-id/x${i}`), '');
  t.match(oneOf(madeUpHost({ root }), 'serial-devices').found, / and 14 more$/);
  const evil = 'sys/bus/usb-serial/devices/tty$(reboot)/latency_timer';
  t.match(oneOf(madeUpHost({ root: rootOf(t, { [evil]: '16' }) }), 'latency-timer'), {
    state: 'note',
    fix: [],
  });
  t.end();
});

t.test('a machine of noise has findings and no crash', (t) => {
  const dice = new Dice(7);
  const paths = [...new Set(rows.flatMap(([, , , files]) => Object.keys(files)))];
  const states = new Set<FindingState>();
  for (let i = 0; i < 40; i++) {
    const noise = (): string =>
      Array.from({ length: dice.pick([0, 3, 40, 70_000]) }, () =>
        dice.pick(['cpu ', '0', '9999999999', ' ', ':', '\n', '\u001b', 'é', 'Max realtime priority ']),
      ).join('');
    const root = rootOf(t, Object.fromEntries(paths.map((path) => [path, noise()])));
    const found = everything(madeUpHost({ root, user: someone, commands: ['chrt'] }));
    t.equal(found.length, 11);
    for (const { state, fix } of found) {
      states.add(state);
      if (fix.some((line) => line.length > 72)) t.fail(fix.join('\n'));
    }
  }
  t.ok(states.has('unknown') && states.has('good'), 'some of each');
  t.end();
});

t.test('files are read to a limit, folders and pipes are nothing', (t) => {
  const root = rootOf(t, { long: 'x'.repeat(100_000), short: ' 1\n', 'folder/file': '' });
  const files = new HostFiles(root);
  t.equal(files.text('long')?.length, 65_536);
  t.equal(files.text('short'), '1');
  t.equal(files.text('folder'), null);
  t.equal(files.text('missing'), null);
  t.same(files.names('folder'), ['file']);
  t.same(files.names('short'), []);
  t.equal(files.linkName('short'), null);
  if (spawnSync('mkfifo', [join(root, 'pipe')]).status === 0) {
    t.notOk(files.text('pipe'), 'a pipe that nobody writes to does not hold us up');
  }
  t.end();
});

t.test('steal is a share of the time between two readings, and never below nothing', (t) => {
  const ticks = (text: string) => readTicks(`cpu  ${text}\n`);
  const before = ticks('10 0 10 80 0 0 0 5');
  t.same(before, { total: 105, stolen: 5 });
  t.equal(stealPercent({ before, now: ticks('10 0 10 155 0 0 0 30') }), 25);
  t.equal(stealPercent({ before, now: before }), null, 'no time has passed');
  t.equal(stealPercent({ before, now: ticks('99 0 99 99 0 0 0 4') }), 0, 'a counter that was set back');
  t.equal(stealPercent({ before: null, now: null }), null);
  t.end();
});

t.test('this machine is looked at without complaint', (t) => {
  const host = thisHost();
  t.equal(everything(host).length, 11);
  t.ok(host.hasCommand('node') || host.hasCommand('sh'));
  t.notOk(host.hasCommand('no-such-command-anywhere'));
  t.ok(host.succeeds(['sh', '-c', 'exit 0']));
  t.notOk(host.succeeds(['sh', '-c', 'exit 3']));
  t.notOk(host.succeeds(['no-such-command-anywhere']));
  t.end();
});
