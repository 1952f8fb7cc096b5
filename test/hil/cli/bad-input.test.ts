/**
 * Whatever is mistyped: exit 2, the word that was meant, nothing on standard output, no stack.
 */
import { tmpdir } from 'node:os';
import t from 'tap';
import { ironbirdAll } from '../../support/ironbird.js';

t.test('what is mistyped exits 2 with the word that was meant', async (t) => {
  const rows: readonly (readonly [string[], RegExp])[] = [
    [['fyl'], /unknown command 'fyl'[\s\S]*Did you mean fly\?/],
    [['fly', '--sed', '3'], /unknown option '--sed'[\s\S]*Did you mean --seed\?/],
    [['fly', 'quad-om2'], /quad-om2: is the name of nothing shipped\. Hint: did you mean quad-om1\?/],
    [['fly', 'nothing-like-it'], /Hint: ironbird list shows all names; a path has a \/ or ends in \.yaml/],
    [['fly', ''], /is the name of nothing shipped/],
    [['fly', './none'], /\.\/none: does not exist/],
    [['fly', 'none.yaml'], /none\.yaml: does not exist/],
    [['fly', 'quad-om1', 'tmr'], /too many arguments/],
    [['fly', '--seed'], /argument missing/],
    [
      ['fly', '--seed', '-1'],
      /--seed <n>' argument '-1' is invalid\. Must be a whole number, 0 … 18446744073709551615/,
    ],
    [['fly', '--seed', '18446744073709551616'], /Must be a whole number/],
    [['fly', '--seed', '1e3'], /Must be a whole number/],
    [['fly', '--duration', '0'], /Must be a number, more than 0 … 86400 s/],
    [['fly', '--duration', 'Infinity'], /Must be a number/],
    [['fly', '--duration', '0.03'], /--duration: s = 0\.03 is not a whole number of frames of 20 ms/],
    [['fly', '--fail-on', 'mised > 0'], /Must be like 'missed > 0'/],
    [['fly', '--fault', 'jam'], /--fault: has a part that is not key=value: "jam"/],
    [['fly', '--fault', 'target=sensor/alpha/7,mode=stuk'], /names channel 7[\s\S]*did you mean stuck\?/],
    [['fly', '--csv', '/nowhere/at/all.csv'], /--csv: \/nowhere\/at\/all\.csv cannot be written \(ENOENT\)/],
    [['fly', '--csv', '/tmp'], /--csv: \/tmp is a directory/],
    [['agree'], /missing required argument 'scenario'/],
    [['agree', 'om1-n5'], /is the name of nothing shipped/],
    [
      ['agree', 'om1-n3', '--explain', '7'],
      /--explain: computer = 7 is no computer of this scenario \(allowed: 0 … 2\)/,
    ],
    [['aircraft', 'f15'], /Allowed choices are f16/],
    [['aircraft', 'f16', '--cg', '0.6'], /Must be a number, 0\.2 … 0\.55 of the mean chord/],
    [['aircraft', 'f16', '--cg', 'NaN'], /Must be a number/],
    [
      ['aircraft', 'f16', '--airspeed', '260', '--altitude', '50000'],
      /no steady level flight at cg 0\.38, 260 ft\/s, 50000 ft/,
    ],
    [['aircraft', 'f16', '--check', 'none.json'], /none\.json: does not exist/],
    [['aircraft', 'f16', '--check', 'x.json', '--silence'], /does not go together with --silence/],
    [['schema', 'rigs'], /Allowed choices are rig, agree, fault/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
    [['validate'], /missing required argument 'files'/],
  ];
  const outcomes = await ironbirdAll(
    rows.map(([args]) => args),
    { cwd: tmpdir() },
  );
  for (const [i, [args, message]] of rows.entries()) {
    const { code, stdout, stderr } = outcomes[i];
    t.equal(code, 2, args.join(' '));
    t.equal(stdout, '', `nothing on standard output: ${args.join(' ')}`);
    t.match(stderr, message);
    t.notMatch(stderr, /\n\s+at /, 'no stack');
  }
});
