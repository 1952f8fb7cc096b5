/**
 * The arrows between the rooms: who may import whom, types included.
 *
 * One line per room, and a room may import only itself and what its line names; whatever is not written here is
 * forbidden, so a new room has to be drawn before it can be used. firmware/icd is the vocabulary at the bottom
 * and imports nothing. The judge (hil/checker) shares no code with what it judges; the aircraft rooms know
 * neither the laboratory nor any package; the plant knows nothing of computers. Tests may see everything and are
 * seen by nobody. The alternative, a list of forbidden pairs, would allow whatever nobody thought of.
 */
const arrows = {
  'firmware/icd': [],
  'firmware/agreement': ['firmware/icd'],
  'firmware/redundancy': ['firmware/icd'],
  'firmware/control': ['firmware/icd'],
  'firmware/fcc': ['firmware/control', 'firmware/redundancy', 'firmware/agreement', 'firmware/icd'],
  sensors: ['firmware/icd'],
  actuators: ['firmware/icd'],
  'hil/time': [],
  'hil/host': ['hil/time'],
  'hil/random': [],
  'hil/plant': [],
  'hil/keys': ['firmware/agreement', 'hil/files'],
  'hil/files': [],
  'hil/bus': ['firmware/icd', 'hil/time'],
  'hil/board': ['firmware/icd', 'hil/bus', 'hil/time'],
  'hil/fault': ['firmware/icd', 'hil/bus', 'hil/board', 'hil/files', 'hil/time'],
  'hil/record': ['firmware/icd'],
  'hil/checker': ['hil/record'],
  'hil/rig': [
    'hil/board',
    'hil/bus',
    'hil/fault',
    'hil/plant',
    'hil/checker',
    'hil/keys',
    'hil/time',
    'hil/random',
    'hil/record',
    'hil/files',
    'sensors',
    'actuators',
    'firmware/fcc',
    'firmware/control',
    'firmware/agreement',
    'firmware/icd',
  ],
  'hil/proof': ['firmware/agreement', 'hil/keys', 'hil/files', 'hil/random'],
  'hil/campaign': ['hil/rig', 'hil/fault', 'hil/record', 'hil/random', 'hil/files', 'firmware/icd'],
  'hil/report': ['hil/campaign', 'hil/rig', 'hil/fault', 'hil/record', 'hil/files', 'firmware/icd'],
  'hil/cli': [
    'hil/campaign',
    'hil/proof',
    'hil/report',
    'hil/rig',
    'hil/fault',
    'hil/plant',
    'hil/host',
    'hil/time',
    'hil/record',
    'hil/files',
    'firmware/icd',
  ],
};
const rooms = Object.keys(arrows);
const aircraft = '^(firmware|sensors|actuators)/';
const ours = '^(firmware|sensors|actuators|hil|test)/';
const anyOf = (paths) => `^(${paths.join('|')})/`;

const roomRules = rooms.map((room) => ({
  name: `arrow: ${room}`,
  comment: `${room} imports only ${['itself', ...arrows[room]].join(', ')}`,
  severity: 'error',
  from: { path: anyOf([room]) },
  to: { path: ours, pathNot: anyOf([room, ...arrows[room]]) },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'unknown room',
      comment: 'every source file lies in a room whose arrows are drawn above',
      severity: 'error',
      from: { path: ours, pathNot: anyOf([...rooms, 'test']) },
      to: {},
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'aircraft imports no package and no host',
      severity: 'error',
      from: { path: aircraft },
      to: { pathNot: ours },
    },
    {
      name: 'plant knows no host',
      severity: 'error',
      from: { path: '^hil/plant/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no unresolvable import', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no development package in what is shipped',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
