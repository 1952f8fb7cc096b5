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
