/**
 * The campaigns that are shipped: they load, and their expectations are true of a sample.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadCampaign } from '../../../hil/campaign/campaign-file.js';
import { planFlight } from '../../../hil/campaign/campaign-plans.js';
import { Flyer } from '../../../hil/campaign/flyer.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';

const FOLDER = join(PACKAGE_ROOT, 'hil/campaigns');
const NAMES = readdirSync(FOLDER).map((name) => name.replace(/\.yaml$/, ''));

t.test('the six are there, each under its own name, and end', async (t) => {
  t.same(NAMES, [
    'architectures',
    'deadline-overruns',
    'incidents',
    'smoke',
    'stuck-or-lying-sensors',
    'two-faults',
  ]);
  for (const name of NAMES) {
    const campaign = loadCampaign(join(FOLDER, `${name}.yaml`));
    t.equal(campaign.name, name);
    t.ok(Number.isFinite(campaign.flights) && campaign.description !== '');
    const strata = new Set<string>();
    for (let index = 0; index < Math.min(campaign.flights, 200); index++)
      strata.add(planFlight(campaign, { seed: '1', index }).stratum);
    t.equal(strata.size, campaign.strata.length, `${name}: the first 200 flights have seen every stratum`);
  }
});

/** Flights of a campaign's beginning that are flown here. The rest is flown by whoever runs the campaign. */
const FLOWN = [
  ['smoke', 24],
  ['stuck-or-lying-sensors', 130],
  ['two-faults', 64],
  ['deadline-overruns', 56],
  ['incidents', 60],
  ['architectures', 100],
] as const;

for (const [name, flights] of FLOWN) {
  t.test(`${name}: what is expected to hold holds, and what is expected to fail does`, async (t) => {
    const campaign = loadCampaign(join(FOLDER, `${name}.yaml`));
    const flyer = new Flyer(campaign.variants);
    const lost = new Map(campaign.strata.map((stratum) => [stratum.class, 0]));
    for (let index = 0; index < flights; index++) {
      const plan = planFlight(campaign, { seed: '1', index });
      const { verdict, faults } = await flyer.fly(plan);
      if (verdict === 'fail') lost.set(plan.stratum, (lost.get(plan.stratum) ?? 0) + 1);
      if (!faults.every(({ applied }) => applied)) t.fail(`flight ${index}: a fault was not applied`);
    }
    for (const { class: stratum, expect } of campaign.strata) {
      if (expect === 'pass') t.equal(lost.get(stratum), 0, `${stratum} holds`);
      else t.ok((lost.get(stratum) ?? 0) > 0, `${stratum} is lost`);
    }
  });
}
