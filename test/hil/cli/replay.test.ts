/**
 * `fly --record` and `replay` as a user types them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { FrameRecord } from '../../../hil/record/frame-record.js';
import { cleanEnvironment, ironbird, ironbirdAll, MAIN } from '../../support/ironbird.js';
import { indexedReader } from '../../support/recordings.js';
import { file, folder } from '../../support/scratch.js';

interface ReplayDocument {
  readonly recording: string;
  readonly rig: string;
  readonly seed: string;
  readonly frames: number;
  readonly compared: number;
  readonly same: boolean;
  readonly whole: boolean;
  readonly firstDifference: null | {
    frame: number;
    field: string;
    recorded: unknown;
    flown: unknown;
    unit: string;
  };
  readonly traceHash: { recorded: string; flown: string };
  readonly replay: string;
}

const FAULT = 'target=sensor/alpha/0,mode=two-faced,onset=50,frames=40,to.1=777,to.2=10777';
const PATH = join(folder, 'flight.mcap');
const CSV = join(folder, 'flight.csv');
const FLIGHT = ['fly', 'quad-om1', '--duration', '3', '--seed', '9', '--fault', FAULT];

writeFileSync(PATH, 'old');
const flown = ironbird([...FLIGHT, '--record', PATH, '--csv', CSV]);

function documentOf(path: string, ...more: string[]): ReplayDocument {
  return JSON.parse(ironbird(['replay', path, '--json', ...more]).stdout) as ReplayDocument;
}

/** A copy of the recording with some bytes changed. */
function changed(name: string, change: (bytes: Buffer) => Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, change(Buffer.from(readFileSync(PATH))));
  return path;
}

/** Where the record of a frame begins in the file. */
function placeOf(bytes: Buffer, frame: number): number {
  const perBlock = Math.floor((64 * 1024) / new FrameRecord(4).bytes.length);
  const first = frame - (frame % perBlock);
  const name = bytes.indexOf(`frames/${first}`);
  const header = `frames/${first}`.length + 4 + 'application/x-ironbird-frames'.length + 8;
  return name + header + (frame - first) * new FrameRecord(4).bytes.length;
}

t.test('a recorded flight is replayed to the last bit', (t) => {
  t.equal(flown.code, 0, flown.stderr);
  t.match(flown.stdout, /^recording: .*flight\.mcap \(\d\.\d MB, \d+ kB a second of flight\)$/m);
  const { code, stdout, stderr } = ironbird(['replay', PATH]);
  t.match({ code, stderr }, { code: 0, stderr: '' });
  t.match(stdout, /^ironbird \d+\.\d+\.\d+ · replay · quad-om1 · seed 9 · virtual time\n/);
  t.match(stdout, /flown: 150 frames, verdict pass$/m);
  t.match(stdout, /^compared +150 of 150 frames \(3 s\), every bit of each$/m);
  t.match(stdout, /^difference +none$/m);
  t.ok(stdout.endsWith(`\nSAME · replay: ironbird replay ${PATH}\n`));
  const hash = /^trace hash +([0-9a-f]{64})$/m.exec(flown.stdout)?.[1];
  const document = documentOf(PATH);
  t.same(document, {
    recording: PATH,
    rig: 'quad-om1',
    seed: '9',
    frames: 150,
    compared: 150,
    same: true,
    whole: true,
    firstDifference: null,
    traceHash: { recorded: hash, flown: hash },
    replay: `ironbird replay ${PATH}`,
  });
  t.end();
});

t.test('recording changes nothing of the flight, and says what the time series says', async (t) => {
  const bare = ironbird(FLIGHT).stdout;
  const hash = /^trace hash .*$/m;
  t.equal(hash.exec(flown.stdout)?.[0], hash.exec(bare)?.[0]);
  const [header, ...rows] = readFileSync(CSV, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const reader = await indexedReader(readFileSync(PATH));
  const wrong = new Set<string>();
  let compared = 0;
  for (const topic of ['/truth', '/surfaces']) {
    for await (const { sequence, data } of reader.readMessages({ topics: [topic] })) {
      const content = JSON.parse(new TextDecoder().decode(data)) as Record<string, string | number>;
      for (const [i, name] of header.entries()) {
        if (!(name in content)) continue;
        compared++;
        const cell = rows[sequence][i];
        const value = content[name];
        const same = typeof value === 'string' ? value === cell : Math.abs(value - Number(cell)) < 1e-5;
        if (!same) wrong.add(`${name}: ${value} and ${cell}`);
      }
    }
  }
  t.same([...wrong], []);
  t.equal(compared, 150 * (16 + 12), 'sixteen quantities, and three columns of each of four surfaces');
});

t.test('a flipped bit exits 4, and its frame and field are named', (t) => {
  const path = changed('flipped.mcap', (bytes) => {
    bytes[placeOf(bytes, 7) + 27 * 8 + 4 * new FrameRecord(4).computerAt(2, 4)] ^= 1;
    return bytes;
  });
  const { code, stdout } = ironbird(['replay', path]);
  t.equal(code, 4);
  t.match(stdout, /^ +damaged: 1 block of frames with a wrong checksum$/m);
  t.match(stdout, /^difference +first in frame 7 \(0\.14 s\): computer 2 command elevator$/m);
  t.match(stdout, /^ +recorded -?[\d.]+ deg\n +flown +-?[\d.]+ deg$/m);
  t.match(stdout, /^DIFFERS · replay: ironbird replay /m);
  t.match(documentOf(path), {
    same: false,
    whole: false,
    frames: 150,
    compared: 150,
    firstDifference: { frame: 7, field: 'computer 2 command elevator', unit: 'deg' },
  });
  t.end();
});

t.test('a recording that is cut off is compared as far as it goes', (t) => {
  const path = changed('cut.mcap', (bytes) => bytes.subarray(0, placeOf(bytes, 100) + 3));
  const { code, stdout } = ironbird(['replay', path]);
  t.equal(code, 0);
  t.match(stdout, /not whole: it is cut off after 100 frames, which are compared$/m);
  t.match(documentOf(path), { same: true, whole: false, frames: 100, compared: 100 });
  const empty = ironbird(['replay', changed('early.mcap', (bytes) => bytes.subarray(0, placeOf(bytes, 3)))]);
  t.match(empty, { code: 2, stderr: /early\.mcap: holds no frame: it is cut off/ });
  t.end();
});

t.test('what is no recording exits 2 with its name, and nothing on standard output', async (t) => {
  const rows: readonly (readonly [string, RegExp])[] = [
    [join(folder, 'absent.mcap'), /absent\.mcap: does not exist/],
    [CSV, /flight\.csv: is no MCAP file/],
    [
      changed('rig.mcap', (bytes) => swap(bytes, 'protocol: om,', 'protocol: xx,')),
      /rig\.mcap: quad-om1\.yaml:\d+: scheme/,
    ],
    [
      changed('fault.mcap', (bytes) => swap(bytes, 'sensor/alpha/0,mode', 'sensor/alpha/9,mode')),
      /fault\.mcap: --fault: target/,
    ],
  ];
  const outcomes = await ironbirdAll(rows.map(([path]) => ['replay', path, '--json']));
  for (const [i, [path, message]] of rows.entries()) {
    t.match(outcomes[i], { code: 2, stdout: '', stderr: message }, path);
  }
});

/** Replaces a text by one of the same length. */
function swap(bytes: Buffer, before: string, after: string): Buffer {
  bytes.write(after, bytes.indexOf(before));
  return bytes;
}

t.test('a recording that cannot be written is refused before anything flies', async (t) => {
  const rows: readonly (readonly [string[], RegExp])[] = [
    [['--record', folder], /--record: .* is a directory/],
    [['--record', join(folder, 'no-such-folder', 'x.mcap')], /--record: .* cannot be written \(ENOENT\)/],
    [['--record', '/dev/full'], /--record: \/dev\/full cannot be written \(ENOSPC\)/],
    [['--record', join(folder, 'one'), '--csv', join(folder, '.', 'one')], /is what --csv writes as well/],
  ];
  const outcomes = await ironbirdAll(
    rows.map(([args]) => ['fly', 'tmr', '--duration', '1', ...args, '--json']),
  );
  for (const [i, [args, message]] of rows.entries())
    t.match(outcomes[i], { code: 2, stdout: '', stderr: message }, args.join(' '));
  const before = readFileSync(PATH);
  symlinkSync('/dev/null', join(folder, 'null.mcap'));
  t.equal(ironbird(['fly', 'tmr', '--duration', '1', '--record', join(folder, 'null.mcap')]).code, 0);
  const refused = ironbird(['fly', 'tmr', '--record', PATH, '--fault', 'target=computer/7,mode=crash']);
  t.equal(refused.code, 2);
  t.equal(Buffer.compare(readFileSync(PATH), before), 0, 'bad input leaves the old file as it was');
  t.same(
    readdirSync(folder).filter((name) => name.includes('.part-')),
    [],
    'no draft is left',
  );
});

/** Starts a flight of a day and sends it a signal once its recording has grown. */
async function interrupted(
  path: string,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; part: string }> {
  const name = path.slice(folder.length + 1, -'.mcap'.length);
  const child = spawn(process.execPath, [MAIN, 'fly', 'quad-om1', '--duration', '86400', '--record', path], {
    env: cleanEnvironment(),
    stdio: 'ignore',
  });
  const part = join(folder, `${name}.part-${child.pid}.mcap`);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      if (readFileSync(part).length > 1_000_000) break;
    } catch {
      // Not there yet.
    }
  }
  child.kill(signal);
  return { code: await ended, part };
}

t.test('Ctrl-C ends with a complete recording of what was flown', async (t) => {
  const path = join(folder, 'interrupted.mcap');
  const { code } = await interrupted(path, 'SIGINT');
  t.equal(code, 130);
  const replayed = ironbird(['replay', path]);
  t.equal(replayed.code, 0);
  t.match(replayed.stdout, /flown: \d+ frames, then interrupted, verdict pass$/m);
  t.equal((await indexedReader(readFileSync(path))).statistics?.metadataCount, 2);
});

t.test('a process that is killed leaves what it had written, and that can be replayed', async (t) => {
  const path = join(folder, 'killed.mcap');
  const { part } = await interrupted(path, 'SIGKILL');
  t.notOk(readdirSync(folder).includes('killed.mcap'), 'half a file does not take the name');
  const document = documentOf(part);
  t.match(document, { same: true, whole: false });
  t.ok(document.frames > 100, `${document.frames} frames`);
});

t.test('a module is run only where it is allowed, and one that has changed is named', (t) => {
  const law = (sign: string): string => `export function controlLaw(trim) {
    return {
      name: 'own', initialise(state) { state.fill(0); },
      step(selected, state, command) {
        command[0] = Math.max(-25600, Math.min(25600, trim.trimElevatorCounts ${sign} 3 * (selected[0] - trim.trimAlphaCounts)));
        command[3] = selected[15];
      },
    };
  }`;
  file('law.mjs', law('+'));
  const rig = file('own.yaml', 'name: own\ncontrolLaw: ./law.mjs\nscheme: { protocol: om }\ndurationS: 1\n');
  const path = join(folder, 'own.mcap');
  t.ok([0, 1].includes(ironbird(['fly', rig, '--allow-modules', '--record', path]).code ?? -1));
  const bare = ironbird(['replay', path]);
  t.match(bare, { code: 2, stdout: '', stderr: /controlLaw = "\.\/law\.mjs" is a module.*--allow-modules/ });
  const allowed = ironbird(['replay', path, '--allow-modules']);
  t.equal(allowed.code, 0, allowed.stderr);
  t.notMatch(allowed.stdout, /has changed since/);
  t.match(allowed.stdout, / --allow-modules\n$/);
  file('law.mjs', law('-'));
  const other = ironbird(['replay', path, '--allow-modules']);
  t.equal(other.code, 4);
  t.match(
    other.stdout.replaceAll(/\n +/g, ' '),
    /controlLaw = .*law\.mjs is not what was flown: the file has changed since/,
  );
  t.match(other.stdout, /first in frame 0 \(0 s\): computer 0 command elevator/);
  t.end();
});

for (const version of ['22', '24']) {
  const node = process.env[`IRONBIRD_NODE_${version}`];
  const why = node === undefined ? { skip: `IRONBIRD_NODE_${version} does not name a Node ${version}` } : {};
  t.test(`the same flight gives the same bytes of recording on Node ${version}`, why, (t) => {
    const path = join(folder, `node-${version}.mcap`);
    spawnSync(node as string, [MAIN, ...FLIGHT, '--record', path], { timeout: 60_000 });
    t.equal(Buffer.compare(readFileSync(path), readFileSync(PATH)), 0);
    t.end();
  });
}
