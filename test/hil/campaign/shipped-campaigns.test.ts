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

/** Flights of each stratum that is expected to hold; the rest is flown by whoever runs the campaign. */
const HELD = 6;
/** Flights within which a stratum that is expected to fail has lost one. */
const LOST_WITHIN = 24;

for (const name of NAMES) {
  t.test(`${name}: what is expected to hold holds, and what is expected to fail does`, async (t) => {
    const campaign = loadCampaign(join(FOLDER, `${name}.yaml`));
    const flyer = new Flyer(campaign.variants);
    for (const { class: stratum, expect } of campaign.strata) {
      let flown = 0;
      let lost = 0;
      for (let index = 0; index < campaign.flights; index++) {
        if (expect === 'pass' ? flown >= HELD : flown >= LOST_WITHIN || lost > 0) break;
        const plan = planFlight(campaign, { seed: '1', index });
        if (plan.stratum !== stratum) continue;
        const { verdict, faults } = await flyer.fly(plan);
        flown++;
        if (verdict === 'fail') lost++;
        if (!faults.every(({ applied }) => applied)) t.fail(`flight ${index}: a fault was not applied`);
      }
      if (expect === 'pass') t.equal(lost, 0, `${stratum} holds`);
      else t.ok(lost > 0, `${stratum} is lost within ${flown} flights`);
    }
  });
}
