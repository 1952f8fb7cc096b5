/**
 * A rig without a common clock: every slot has room for how far its clocks may be apart, or the rig is refused with
 * the sum; a rig that says nothing of clocks is planned as ever.
 */
import t from 'tap';
import { clockBounds } from '../../../firmware/agreement/clock-bounds.js';
import { runClocks } from '../../../hil/proof/clock-sync.js';
import { clockSkewUs } from '../../../hil/rig/clock-skew.js';
import { explainMisfit, planFrame } from '../../../hil/rig/schedule.js';
import { parseRig as parseFile } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';

const parseRig = (text: string): RigSpec => parseFile(text, { name: 'x.yaml', directory: '.' });

const quad = 'name: quad\nscheme: { protocol: om }\nbus: { baud: 500000 }\n';

t.test('every slot is wider by the precision of the clocks, and the rest is as before', async (t) => {
  const common = planFrame(parseRig(quad));
  const spec = parseRig(`${quad}clocks: {}`);
  t.same(spec.clocks, { method: 'midpoint', driftPpm: 100, readingNs: 20_000, resyncNs: 20_000_000 });
  const own = planFrame(spec);
  t.same(
    own.slots,
    common.slots.map((slot) => ({ ...slot, skewUs: 109 })),
  );
  t.equal(own.neededUs, common.neededUs + 3 * 109);
  t.same(own.traffic, common.traffic);
  const { schedule } = own;
  if (schedule === null) throw new Error('it does not close');
  own.slots.forEach(({ transferUs }, slot) =>
    t.equal(schedule.startUs[slot + 1] - schedule.deadlineUs[slot], transferUs + 109, `slot ${slot}`),
  );
  t.notOk('clocks' in parseRig(quad), 'left out: one clock for all');
});

t.test('the room in a slot is what clocks of this rig never exceed', async (t) => {
  const spec = parseRig(
    'name: seven\nscheme: { protocol: om, computers: 7, faults: 2 }\nclocks: { method: convergence }',
  );
  if (spec.clocks === undefined) throw new Error('no clocks');
  const room = clockSkewUs(spec.scheme, spec.clocks);
  const conditions = { ...spec.clocks, computers: 7, faults: 2 };
  t.equal(room, Math.ceil(clockBounds(conditions).precisionNs / 1000));
  const { everNs } = runClocks({ conditions, fault: 'two-faced', rounds: 500, seed: '3' });
  t.ok(everNs < 1000 * room && everNs > 500 * room, `${everNs} ns of ${room} µs`);
});

t.test('keys of the clocks: their own period, and the frame period otherwise', async (t) => {
  const { clocks } = parseRig(
    `${quad}frame: { periodMs: 50 }\nclocks: { driftPpm: 20, readingUs: 2.5, method: convergence }`,
  );
  t.same(clocks, { method: 'convergence', driftPpm: 20, readingNs: 2500, resyncNs: 50_000_000 });
  t.equal(parseRig(`${quad}clocks: { resyncMs: 1000 }`).clocks?.resyncNs, 1_000_000_000);
});

t.test('what cannot be kept together, or does not fit, is refused with the arithmetic', async (t) => {
  const refused = (text: string): string => {
    try {
      parseRig(text);
    } catch (error) {
      return (error as Error).message;
    }
    return 'taken';
  };
  t.match(
    refused('name: x\nscheme: { protocol: tmr }\nclocks: {}'),
    /clocks need at least 4 computers to stay together with 1 faulty \(have 3\)/,
  );
  t.match(
    refused('name: x\nscheme: { protocol: sm, computers: 3, faults: 1 }\nclocks: {}'),
    /at least 4 computers/,
  );
  t.match(
    refused(`${quad}clocks: { readingUs: 1000 }`),
    /clocks\.resyncMs = 20 does not close: messages are waited for \d+ µs and clocks may be \d+ µs apart/,
  );
  t.match(
    refused(`${quad}clocks: { readingUs: 500 }`),
    /frame\.periodMs = 20 does not fit: the frame needs \d+ µs and has 20000: sample \d+ \+ \d+ \+ 2516, .* \+ clocks apart\)/,
  );
  t.match(
    refused(`${quad}clocks: { driftPpm: -1, method: mean, rate: 1 }`),
    /clocks\.driftPpm = -1 .*\n.*clocks\.method = "mean".*\n.*clocks\.rate/,
  );
  t.match(
    refused(`${quad}frame: { periodMs: 20.00001 }\nclocks: {}`),
    /^[^\n]*frame\.periodMs = 20\.00001 is not a whole number of microseconds[^\n]*$/,
    'said once',
  );
  const missing = parseRig(`${quad}frame: { mayMiss: true }\nclocks: { readingUs: 500 }`);
  t.notOk(planFrame(missing).closes, 'unless it may miss');
  t.match(explainMisfit(planFrame(missing), missing), /clocks apart\)$/);
});
