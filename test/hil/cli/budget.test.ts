/**
 * `ironbird budget`: a page, a document, and an exit code that says whether the frame closes.
 */
import t from 'tap';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ironbird } from '../../support/ironbird.js';

t.test('a frame that closes exits 0 and shows its slack', (t) => {
  const { code, stdout } = ironbird(['budget', 'sm-lazy']);
  t.equal(code, 0);
  t.match(stdout, /sample +505 us .* 1 +0\n/);
  t.match(stdout, /relay 1 +7,645 us/);
  t.match(stdout, /needed +16,630 us of 20,000\nslack +3,370 us/);
  t.match(stdout, /36 messages in 24 packets, 5,940 bytes/);
  t.match(stdout, /\* nobody fails, lazy +4 made +3 verified +6,225 us/);
  t.match(stdout, / {2}nobody fails, eager +4 made +15 verified +23,157 us/);
  t.match(stdout, /\nCLOSES\n$/);
  t.ok(
    stdout.split('\n').every((line) => line.length <= 80),
    'in 80 columns',
  );
  t.end();
});

t.test('one that does not exits 1 and shows what is lacking', (t) => {
  const { code, stdout, stderr } = ironbird(['budget', 'sm-eager', '--json']);
  t.equal(code, 1);
  t.match(stderr, /DOES NOT CLOSE/);
  const document = JSON.parse(stdout) as {
    closes: boolean;
    neededUs: number;
    slackUs: number;
    periodUs: number;
    slots: { computeUs: number; transferUs: number }[];
    signatures: { faultFree: { eager: { verified: number } } };
  };
  t.equal(document.closes, false);
  t.equal(
    document.slots.reduce((sum, { computeUs, transferUs }) => sum + computeUs + transferUs, 0),
    document.neededUs,
  );
  t.equal(document.slackUs, document.periodUs - document.neededUs);
  t.equal(document.signatures.faultFree.eager.verified, 15);
  t.end();
});

t.test('a rig that is refused for its frame alone may still be asked what it needs', (t) => {
  const file = join(t.testdir({}), 'slow.yaml');
  writeFileSync(file, 'name: slow\nbus: { baud: 115200 }\nscheme: { protocol: om }\n');
  t.equal(ironbird(['fly', file]).code, 2);
  const { code, stdout } = ironbird(['budget', file]);
  t.equal(code, 1);
  t.match(stdout, /lacking/);
  t.match(stdout, /115,200 baud/);
  t.notMatch(stdout, /signatures/);
  writeFileSync(file, 'name: slow\nscheme: { protocol: om, computers: 3 }\n');
  t.equal(ironbird(['budget', file]).code, 2, 'anything else that is wrong is wrong here too');
  t.equal(ironbird(['budget', 'nothing']).code, 2);
  t.end();
});

t.test('clocks of their own take their share of every slot', (t) => {
  const file = join(t.testdir({}), 'clocks.yaml');
  writeFileSync(file, 'name: apart\nbus: { baud: 500000 }\nscheme: { protocol: om }\nclocks: {}\n');
  const { code, stdout } = ironbird(['budget', file]);
  t.equal(code, 0);
  t.match(stdout, '\nclocks: midpoint, 100 ppm, 20 us, every 20 ms: + 109 us a slot\n');
  const document = JSON.parse(ironbird(['budget', file, '--json']).stdout) as {
    clocks: object;
    neededUs: number;
    slots: { computeUs: number; transferUs: number; skewUs: number }[];
  };
  t.same(document.clocks, { method: 'midpoint', driftPpm: 100, readingUs: 20, resyncMs: 20 });
  t.equal(
    document.slots.reduce(
      (sum, { computeUs, transferUs, skewUs }) => sum + computeUs + transferUs + skewUs,
      0,
    ),
    document.neededUs,
  );
  t.equal(ironbird(['fly', file, '--duration', '1']).code, 0, 'and it flies');
  t.end();
});

t.test('a sweep is a table, with the sum of the first that does not close', (t) => {
  const { code, stdout } = ironbird([
    'budget',
    'quad-om1',
    '--baud',
    '115200,500000',
    '--computers',
    '4, 5,4',
  ]);
  t.equal(code, 1, 'not all that was asked for closes');
  t.match(
    stdout,
    new RegExp(
      [
        ' +4 +115,200 +no +-39,319 +-13,107 +756 \\+ 948 \\+ 92',
        ' +4 +500,000 +yes +6,310 +2,103 +756 \\+ 948 \\+ 92',
        ' +5 +115,200 +no .*',
        ' +5 +500,000 +no +-190 +-64 +1,260 \\+ 2,220 \\+ 115',
        '\nThe first that does not close, 4 computers at 115,200 baud: the frame needs',
      ].join('\n'),
    ),
  );
  t.match(stdout, /\nDOES NOT CLOSE: 1 of 4\n$/);
  const wide = ironbird(['budget', 'seven-om2', '--baud', '0,100000000', '--computers', '7,16']).stdout;
  for (const line of [...stdout.split('\n'), ...wide.split('\n')]) t.ok(line.length <= 80, line);
  t.equal(ironbird(['budget', 'quad-om1', '--baud', '500000']).code, 0);
  t.match(ironbird(['budget', 'quad-om1', '--computers', '4,5']), { code: 0, stdout: /\nCLOSES: 2 of 2\n$/ });
  t.end();
});

t.test('a sweep as a document stands beside the rig itself', (t) => {
  const { code, stdout } = ironbird(['budget', 'quad-om1', '--baud', '500000,115200', '--json']);
  t.equal(code, 1);
  const { closes, sweep } = JSON.parse(stdout) as {
    closes: boolean;
    sweep: { computers: number; baud: number; closes: boolean; slackUs: number; misfit: string | null }[];
  };
  t.equal(closes, true, 'without a baud rate it does');
  t.match(sweep, [
    { computers: 4, baud: 500_000, closes: true, slackUs: 6310, misfit: null },
    { computers: 4, baud: 115_200, closes: false, slackUs: -39_319, misfit: /^the frame needs 59319/ },
  ]);
  t.notOk('sweep' in (JSON.parse(ironbird(['budget', '--json']).stdout) as object));
  t.end();
});

t.test('what a rig says of signatures stands beside what they take here', (t) => {
  const page = ironbird(['budget', 'sm-lazy', '--measure']);
  t.equal(page.code, 0, 'the verdict is by the figures of the rig');
  t.match(page.stdout, /\nmeasured {4}[\d.,]+ us to make, [\d.,]+ us to verify; medians of 310 here\n/);
  t.match(page.stdout, /with these the frame needs [\d,]+ us of 20,000\n/);
  for (const line of page.stdout.split('\n')) t.ok(line.length <= 80, line);
  const { measured } = JSON.parse(ironbird(['budget', 'sm-quad', '--measure', '--json']).stdout) as {
    measured: { kind: string; signUs: number; verifyUs: number; neededUs: number };
  };
  t.same(Object.keys(measured), ['kind', 'calls', 'signUs', 'verifyUs', 'neededUs']);
  t.ok(measured.signUs > 0 && measured.verifyUs > 0);
  t.match(ironbird(['budget', 'quad-om1', '--measure']), { code: 2, stdout: '', stderr: /signs nothing/ });
  t.end();
});

t.test('every bus has its bytes: none, those of a line, those without its framing', (t) => {
  const { stdout } = ironbird(['budget', 'quad-om1']);
  t.match(stdout, /\nmemory +0 bytes {3}no wire; without a baud rate slack 19,970 us\n/);
  t.match(stdout, /\nencoded +1,796 bytes {3}at 500,000 baud slack 6,310 us\n/);
  t.match(stdout, /\npayload +1,740 bytes /);
  t.equal(1796 - 1740, 2 * (12 + 12 + 4), 'COBS and delimiter of each packet');
  t.end();
});

t.test('sweeps that make no sense are refused', (t) => {
  // biome-ignore format: a truth table is read by column
  const rows: [args: string[], stderr: RegExp][] = [
    [['--baud', 'fast'],             /--baud.*whole number/],
    [['--baud', '1,,2'],             /--baud.*whole number/],
    [['--baud', '100000001'],        /--baud.*whole number/],
    [['--baud', Array.from({ length: 33 }, (_, i) => i).join(',')], /At most 32/],
    [['--computers', '0'],           /--computers.*whole number/],
    [['--computers', '17'],          /--computers.*whole number/],
    [['--computers', '3'],           /--computers: faults = 1 needs at least 4 computers for om \(have 3\)/],
  ];
  for (const [args, stderr] of rows) {
    const outcome = ironbird(['budget', 'quad-om1', ...args]);
    t.match(outcome, { code: 2, stdout: '' }, args.join(' '));
    t.match(outcome.stderr.replaceAll('\n', ' '), stderr);
  }
  t.end();
});
