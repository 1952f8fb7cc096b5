/**
 * Sweeps of the budget, against bytes counted one by one and lines worked out by hand.
 */
import t from 'tap';
import { InputError } from '../../../hil/files/problem.js';
import { sweepBudget } from '../../../hil/rig/budget-sweep.js';
import { measureSignatures } from '../../../hil/rig/measure-signatures.js';
import { parseRig } from '../../../hil/rig/rig-file.js';
import type { RigSpec } from '../../../hil/rig/rig-spec.js';

function rigOf(scheme: string): RigSpec {
  const text = `name: swept\nscheme: ${scheme}\n`;
  return parseRig(text, { name: 'swept.yaml', directory: '.', mayNotClose: true });
}

/** Chains of so many distinct computers that end in `sender` and could go on to `receiver`. */
function chainsTold({ computers, length }: { computers: number; length: number }): number {
  let count = 0;
  const grow = (chain: readonly number[]): void => {
    if (chain.length === length) {
      // Told by computer 0, to computer 1.
      if (chain.at(-1) === 0 && !chain.includes(1)) count++;
      return;
    }
    for (let id = 0; id < computers; id++) if (!chain.includes(id)) grow([...chain, id]);
  };
  grow([]);
  return count;
}

/** Bytes of one packet: header, reports of sixteen 16-bit counts, in round 1 four words of state, checksum. */
function payloadOf({ reports, state }: { reports: number; state: boolean }): number {
  return 1 + 1 + 1 + 2 + 4 + reports * 16 * 2 + (state ? 4 * 4 : 0) + 4;
}

/** Bytes on the line if none of them is zero, counted as an encoder walks over them, delimiter included. */
function framed(payload: number): number {
  let bytes = 0;
  for (let at = 0; at < payload; at++) bytes += at % 254 === 0 ? 2 : 1;
  return bytes + 1;
}

t.test('bytes are what counting every chain of every pair gives', (t) => {
  for (const [faults, counts] of [
    [1, [4, 5, 7, 9]],
    [2, [7, 8]],
  ] as const) {
    const rows = sweepBudget(rigOf(`{ protocol: om, computers: ${counts[0]}, faults: ${faults} }`), {
      computers: counts,
    });
    t.same(
      rows.map(({ computers }) => computers),
      counts,
    );
    for (const { computers, plan } of rows) {
      const pairs = computers * (computers - 1);
      const payloads = Array.from({ length: faults + 1 }, (_, round) =>
        payloadOf({ reports: chainsTold({ computers, length: round + 1 }), state: round === 0 }),
      );
      const command = 1 + 1 + 1 + 2 + 4 + 4 * 2 + 4;
      t.same(
        plan.slots.map(({ payloadBytes }) => payloadBytes),
        [...payloads.map((bytes) => pairs * bytes), computers * command],
        `${computers} computers, ${faults} faults`,
      );
      t.same(
        plan.slots.map(({ bytes }) => bytes),
        [...payloads.map((bytes) => pairs * framed(bytes)), computers * framed(command)],
      );
    }
  }
  t.end();
});

t.test('times are bytes over lines, for every baud and number of computers, in the order asked for', (t) => {
  const spec = rigOf('{ protocol: om }');
  const bauds = [115_200, 500_000, 0];
  const rows = sweepBudget(spec, { computers: [5, 4], baud: bauds });
  t.same(
    rows.map(({ computers, baud }) => [computers, baud]),
    [5, 4].flatMap((computers) => bauds.map((baud) => [computers, baud])),
  );
  const closing = new Set<boolean>();
  for (const { computers, baud, plan, slotSlackUs, misfit } of rows) {
    const reports = [1, computers - 2];
    // A sender's packets go up one behind the other, the last then goes down; commands all go down one line.
    const onLines = [
      ...reports.map((count, round) => computers * framed(payloadOf({ reports: count, state: round === 0 }))),
      (1 + computers) * framed(1 + 1 + 1 + 2 + 4 + 4 * 2 + 4),
    ].map((bytes) => (baud === 0 ? 0 : Math.ceil((bytes * 10 * 1e6) / baud)));
    t.same(
      plan.slots.map(({ transferUs }) => transferUs),
      onLines,
      `${computers} at ${baud}`,
    );
    const needed = plan.slots.reduce((sum, { computeUs, transferUs }) => sum + computeUs + transferUs, 0);
    t.equal(plan.neededUs, needed);
    t.equal(plan.closes, needed <= 20_000);
    t.equal(slotSlackUs, Math.floor((20_000 - needed) / 3));
    t.equal(misfit === null, plan.closes);
    if (misfit !== null) t.match(misfit, `needs ${needed} µs and has 20000`);
    closing.add(plan.closes);
  }
  t.equal(closing.size, 2, 'some close and some do not');
  t.equal(sweepBudget(spec, {}).length, 1, 'nothing asked for is the rig itself');
  t.end();
});

t.test('payloads and lines count the trip that a backup may send', (t) => {
  const [row] = sweepBudget(rigOf('{ protocol: primary-backup, computers: 3, faults: 1 }'), {});
  const control = row.plan.slots.at(-1);
  t.equal(control?.payloadBytes, 3 * (21 + 17));
  t.equal(control?.bytes, 3 * (23 + 19));
  t.end();
});

t.test('numbers of computers that the scheme refuses are all named at once', (t) => {
  const spec = rigOf('{ protocol: om }');
  let message = '';
  try {
    sweepBudget(spec, { computers: [3, 4, 1] });
  } catch (error) {
    message = error instanceof InputError ? error.message : '';
  }
  t.equal(message.split('\n').length, 2);
  t.match(message, /faults = 1 needs at least 4 computers for om \(have 3\).*\n.*\(have 1\)/);
  t.throws(() => sweepBudget(rigOf('{ protocol: com-mon }'), { computers: [5] }), /odd/);
  t.end();
});

t.test('the median of the batches is the figure, whatever falls into a few of them', (t) => {
  for (const kind of ['ed25519', 'siphash', 'hmac', 'crc'] as const) {
    let [now, looks] = [0n, 0];
    const nowNs = (): bigint => {
      looks++;
      // Every second look ends a batch of 10, 400, 40, 400 calls; one in ten batches is hit by a stall.
      if (looks % 2 === 0) now += looks % 20 === 0 ? 9_000_000_000n : 4_000_000n;
      return now;
    };
    const { signUs, verifyUs, calls } = measureSignatures({ kind, computers: 4 }, nowNs);
    t.equal(signUs, 4000 / (calls / 31), kind);
    t.equal(verifyUs, signUs);
    t.ok(calls >= 300);
  }
  t.end();
});
