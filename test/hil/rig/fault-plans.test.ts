/**
 * Random plans over every mode of every kind, flown by every scheme that agrees: inside its bound nothing is ever
 * violated, and beyond it something is. Whether a flight was inside is the judge's to say, per frame, from the flags.
 */
import t, { type Test } from 'tap';
import { FAULT_MODES } from '../../../hil/fault/fault-modes.js';
import { fly } from '../../../hil/rig/fly.js';
import { Dice } from '../../support/dice.js';
import { drawFault, type PlanSize } from '../../support/fault-dice.js';
import { parseRig } from '../../support/rigs.js';

const FRAMES = 250;

interface Scheme {
  readonly text: string;
  readonly computers: number;
  readonly faults: number;
  readonly symmetric?: boolean;
}

const SCHEMES: readonly Scheme[] = [
  { text: 'protocol: om, computers: 4, faults: 1', computers: 4, faults: 1 },
  { text: 'protocol: om, computers: 7, faults: 2', computers: 7, faults: 2 },
  { text: 'protocol: omh, computers: 5, faults: 1', computers: 5, faults: 1 },
  {
    text: 'protocol: sm, computers: 4, faults: 1, signatures: siphash, teaching: true',
    computers: 4,
    faults: 1,
  },
  { text: 'protocol: tmr, computers: 3, faults: 1', computers: 3, faults: 1, symmetric: true },
];

interface Tally {
  plans: number;
  inside: number;
  violated: number;
  activated: Set<string>;
}

async function flyPlans(
  t: Test,
  { scheme, plans, seed, struck }: { scheme: Scheme; plans: number; seed: number; struck: number },
): Promise<Tally> {
  const dice = new Dice(seed);
  const { computers, symmetric = false, text } = scheme;
  const size: PlanSize = {
    computers,
    frames: FRAMES,
    symmetric,
    isolates: false,
    relays: !text.includes('tmr'),
  };
  const tally: Tally = { plans, inside: 0, violated: 0, activated: new Set() };
  for (let plan = 0; plan < plans; plan++) {
    const channels = new Set<number>();
    while (channels.size < struck) channels.add(dice.between({ low: 0, high: computers - 1 }));
    const lines = [...channels].flatMap((channel) =>
      Array.from({ length: dice.between({ low: 1, high: 3 }) }, () => drawFault(dice, channel, size)),
    );
    const yaml = `name: plan\nscheme: { ${text} }\nturbulence: light\ndurationS: ${FRAMES / 50}\nfaults:\n${lines.join('\n')}`;
    const spec = parseRig(yaml);
    const { document, faults } = await fly(spec, { seed: String(plan), replay: '' });
    const { withinBound, ic1, ic2, commandSplits } = document.agreement;
    const violations = ic1 + ic2 + commandSplits;
    if (withinBound) {
      tally.inside++;
      t.equal(violations, 0, `${text}, plan ${plan}:\n${lines.join('\n')}`);
    } else if (violations > 0) tally.violated++;
    const { met, missed, skipped, aborted } = document.deadline;
    t.equal(met + missed + skipped + aborted, document.frames, 'every frame is accounted for');
    faults.forEach(({ activated, applied }, i) => {
      t.equal(applied, true, `${lines[i]} was applied`);
      const { kind, mode } = spec.faults[i];
      if (activated) tally.activated.add(`${kind} ${mode}`);
    });
  }
  return tally;
}

/** Modes that need a scheme of their own, or strike two computers at once: flown elsewhere, and below. */
const APART = ['forger', 'flood', 'split-tag', 'accuser', 'masquerade', 'forged-sender', 'clique-split'];

void t.test(
  'within the bound no plan over all modes violates IC1, IC2, or splits the commands',
  async (t) => {
    const activated = new Set<string>();
    for (const scheme of SCHEMES) {
      const plans = scheme.computers === 7 ? 40 : 120;
      const tally = await flyPlans(t, { scheme, plans, seed: 40 + scheme.computers, struck: scheme.faults });
      t.ok(tally.inside > plans / 2, `${scheme.text}: ${tally.inside} of ${plans} inside the bound`);
      for (const mode of tally.activated) activated.add(mode);
    }
    const known = (['computer', 'link', 'clock', 'supply'] as const).flatMap((kind) =>
      Object.keys(FAULT_MODES[kind])
        .filter((mode) => !APART.includes(mode))
        .map((mode) => `${kind} ${mode}`),
    );
    t.same(
      known.filter((mode) => !activated.has(mode)),
      [],
      'every mode changed something in some flight',
    );
  },
);

void t.test('beyond the bound violations are found, in every scheme', async (t) => {
  for (const scheme of SCHEMES) {
    const asymmetric = { ...scheme, symmetric: false };
    const tally = await flyPlans(t, { scheme: asymmetric, plans: 40, seed: 70, struck: scheme.faults + 1 });
    t.ok(tally.inside < 20, `${scheme.text}: ${tally.inside} of 40 inside the bound`);
    t.ok(tally.violated > 0, `${scheme.text}: ${tally.violated} of 40 violated`);
  }
});
