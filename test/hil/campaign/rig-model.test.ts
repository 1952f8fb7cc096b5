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
    ['rigs/com-mon'],
    ['scenarios/om1-n3'],
    ['scenarios/skew'],
    ['scenarios/backup-chain'],
  ];
  for (const [name, model] of rows) {
    t.equal(modelOfScheme(loadRig(`hil/${name}.yaml`).scheme)?.model, model, name);
  }
  t.equal(modelOfScheme({ protocol: 'om', computers: 5, faults: 1 }), null, 'the nearest is not good enough');
  t.end();
});
