/**
 * results.ndjson: what is in it, what is left of it after a kill, and what is not taken for it.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { BenchError } from '../../../hil/files/bench-error.js';
import { InputError } from '../../../hil/files/problem.js';
import type { FlightResult } from '../../../hil/campaign/flight-result.js';
import { readResults, ResultsFile } from '../../../hil/campaign/results-file.js';
import { parseResult, resultLine, type ResultsHeader } from '../../../hil/campaign/results-line.js';
import { madeUpResult } from '../../support/made-up-results.js';
import { folder } from '../../support/scratch.js';

const HEADER: ResultsHeader = {
  ironbird: '0.1.0',
  campaign: 'made up',
  campaignHash: 'a'.repeat(64),
  seed: '7',
};
const LINES = Array.from({ length: 20 }, (_, index) => resultLine(madeUpResult(index)));

let made = 0;
function fresh(): string {
  const path = join(folder, `results-${made++}`);
  mkdirSync(path);
  return path;
}

/** A folder with the first so many results. */
function holding(flights: number): { directory: string; path: string } {
  const directory = fresh();
  const results = ResultsFile.create(directory, HEADER);
  results.append(LINES.slice(0, flights));
  results.close();
  return { directory, path: join(directory, 'results.ndjson') };
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

t.test('chunks of any size give the same bytes, and the hash is that of the file', async (t) => {
  const bytes = new Set<string>();
  const hashes = new Set<string>();
  for (const size of [1, 3, 20]) {
    const directory = fresh();
    const results = ResultsFile.create(directory, HEADER);
    for (let from = 0; from < LINES.length; from += size) results.append(LINES.slice(from, from + size));
    results.append([]);
    t.equal(results.flights, 20);
    t.equal(results.hash, sha256(join(directory, 'results.ndjson')));
    hashes.add(results.hash);
    bytes.add(readFileSync(join(directory, 'results.ndjson'), 'utf8'));
    results.close();
  }
  const nowhere = ResultsFile.nowhere(HEADER);
  nowhere.append(LINES);
  hashes.add(nowhere.hash);
  t.equal(nowhere.path, null);
  nowhere.close();
  t.equal(bytes.size, 1);
  t.equal(hashes.size, 1);
  const [header, ...lines] = [...bytes][0].trimEnd().split('\n');
  t.same(JSON.parse(header), HEADER);
  t.same(lines, LINES);
});

t.test('what is read back is what was written, a value that is no number included', async (t) => {
  const { path } = holding(20);
  t.same(
    [...readResults(path)],
    Array.from({ length: 20 }, (_, index) => madeUpResult(index)),
  );
  const blownUp: FlightResult = {
    ...madeUpResult(0),
    hazard: { limit: 'alphaDeg', frame: 3, value: NaN },
    margin: -1e6,
  };
  const place = { path: 'x', line: 2, index: 0 };
  t.same(parseResult(resultLine(blownUp), place), blownUp);
});

t.test('cut off anywhere, it goes on to the same bytes', async (t) => {
  const whole = readFileSync(holding(20).path, 'utf8');
  const headerEnd = whole.indexOf('\n') + 1;
  const lineEnd = whole.indexOf('\n', headerEnd) + 1;
  const cuts = [
    0,
    1,
    headerEnd - 1,
    headerEnd,
    headerEnd + 1,
    lineEnd - 1,
    lineEnd,
    lineEnd + 5,
    whole.length - 1,
  ];
  for (const cut of cuts) {
    const { directory, path } = holding(20);
    truncateSync(path, cut);
    const seen: number[] = [];
    const results = ResultsFile.resume(directory, { header: HEADER, seen: ({ index }) => seen.push(index) });
    const left = whole.slice(0, cut).split('\n').length - 2;
    t.equal(results.flights, Math.max(0, left), `cut at ${cut}`);
    t.same(seen, [...seen.keys()]);
    t.equal(seen.length, results.flights);
    results.append(LINES.slice(results.flights));
    results.close();
    t.equal(readFileSync(path, 'utf8'), whole);
    t.equal(results.hash, sha256(path));
  }
});

t.test('in a folder without results, going on is beginning', async (t) => {
  const directory = fresh();
  const results = ResultsFile.resume(directory, { header: HEADER, seen: () => t.fail('nothing was flown') });
  results.append(LINES);
  results.close();
  t.equal(sha256(join(directory, 'results.ndjson')), sha256(holding(20).path));
});

t.test(
  'another version, campaign or seed is refused with both values, and the file stays as it was',
  async (t) => {
    const { directory, path } = holding(5);
    const before = readFileSync(path, 'utf8');
    const others: readonly (readonly [Partial<ResultsHeader>, RegExp])[] = [
      [{ ironbird: '0.2.0' }, /results\.ndjson:1: ironbird = "0\.1\.0" .*version.*"0\.2\.0"/],
      [{ campaign: 'other' }, /campaign = "made up" .*"other"/],
      [{ campaignHash: 'b'.repeat(64) }, /campaignHash = "a+.*"b+"/],
      [{ seed: '8' }, /seed = "7" .*"8"/],
    ];
    for (const [other, message] of others) {
      const seen = (): void => void t.fail('nothing of another campaign is counted');
      const resume = (): ResultsFile =>
        ResultsFile.resume(directory, { header: { ...HEADER, ...other }, seen });
      t.throws(resume, InputError);
      t.throws(resume, message);
    }
    const all = { ironbird: '9', campaign: 'c', campaignHash: 'c'.repeat(64), seed: '9' };
    try {
      ResultsFile.resume(directory, { header: all, seen: () => undefined });
      t.fail('was taken');
    } catch (error) {
      t.equal((error as InputError).problems.length, 4, 'all at once');
    }
    t.throws(() => ResultsFile.create(directory, HEADER), /exists already.*--resume/);
    t.equal(readFileSync(path, 'utf8'), before);
  },
);

t.test('an altered line is named by file and line', async (t) => {
  const resume = (directory: string): ResultsFile =>
    ResultsFile.resume(directory, { header: HEADER, seen: () => undefined });
  const altered: readonly (readonly [string, (lines: string[]) => void, RegExp])[] = [
    ['left out', (lines) => lines.splice(3, 1), /results\.ndjson:4: index = 3 is not the result of flight 2/],
    ['doubled', (lines) => lines.splice(3, 0, lines[2]), /:4: index = 1 is not the result of flight 2/],
    ['no JSON', (lines) => lines.splice(2, 1, '{'), /:3: is not the result of flight 1: not JSON/],
    [
      'no number',
      (lines) => lines.splice(2, 1, LINES[1].replace(/"frames":\d+/, '"frames":-1')),
      /:3: .*frames/,
    ],
    ['no header', (lines) => lines.splice(0, 1), /:1: is no header/],
    ['empty line', (lines) => lines.splice(2, 0, ''), /:3: .*not JSON/],
  ];
  for (const [what, alter, message] of altered) {
    const { directory, path } = holding(6);
    const lines = readFileSync(path, 'utf8').split('\n');
    alter(lines);
    writeFileSync(path, lines.join('\n'));
    t.throws(() => resume(directory), InputError, what);
    t.throws(() => resume(directory), message, what);
    t.equal(readFileSync(path, 'utf8'), lines.join('\n'), 'nothing is cut off');
  }
});

t.test('a line without an end is refused before it fills the memory', async (t) => {
  const { directory, path } = holding(2);
  appendFileSync(path, Buffer.alloc(3 << 20, 'x'));
  t.throws(
    () => ResultsFile.resume(directory, { header: HEADER, seen: () => undefined }),
    /results\.ndjson:4: is longer than/,
  );
});

t.test('where nothing can be written the error says what, where and why', async (t) => {
  const missing = join(folder, 'not', 'there');
  t.throws(() => ResultsFile.create(missing, HEADER), BenchError);
  t.throws(
    () => ResultsFile.create(missing, HEADER),
    /not\/there\/results\.ndjson: cannot be written \(no such file or directory\)/,
  );
  t.notOk(existsSync(missing));
});
