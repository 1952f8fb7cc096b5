/** Shipped rigs and the models they are instances of. */
import t from 'tap';
import { modelOfScheme } from '../../../hil/campaign/rig-model.js';
import { loadRig } from '../../../hil/rig/rig-file.js';

t.test('a rig has the model of its protocol, computers and faults, or none', (t) => {
  const rows: [string, string?][] = [
    ['rigs/simplex', 'simplex'],
    ['rigs/primary-backup', 'primary-backup'],
    ['rigs/tmr', 'tmr'],
    ['rigs/quad-om1', 'quad-om'],
    ['rigs/deadline-jitter', 'quad-om'],
    ['rigs/seven-om2', 'seven-om'],
    ['rigs/sm-triplex', 'tmr'],
    ['rigs/sm-quad'],
    ['rigs/omh-five'],
    ['rigs/com-mon'],
    ['scenarios/sm-hmac-split'],
    ['scenarios/two-vanes-frozen-quad-isolated'],
    ['scenarios/om1-n3'],
    ['scenarios/skew'],
    ['scenarios/backup-chain'],
  ];
  for (const [name, model] of rows) {
    t.equal(modelOfScheme(loadRig(`hil/${name}.yaml`).scheme)?.model, model, name);
  }
  const signed = loadRig('hil/rigs/sm-quad.yaml').scheme;
  t.equal(modelOfScheme({ ...signed, isolate: true })?.model, 'quad-reconfigurable');
  t.same(modelOfScheme({ ...signed, computers: 3 }), { model: 'tmr', asymmetric: 0 });
  t.equal(modelOfScheme({ ...signed, computers: 5, faults: 2 })?.model, 'five-sm');
  t.equal(modelOfScheme({ protocol: 'om', computers: 5, faults: 1 }), null, 'the nearest is not good enough');
  t.end();
});
