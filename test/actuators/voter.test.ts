import t from 'tap';
import { NO_COMMAND } from '../../actuators/actuator.js';
import { MajorityVoter } from '../../actuators/voter.js';
import { EFFECTOR, EFFECTOR_COUNT } from '../../firmware/icd/effectors.js';
import { ABSENT, type Ballot, ballotArrays, words } from './cluster.js';

/** The vote as one would count it by hand. */
function naive(ballots: readonly Ballot[]) {
  const cast = ballots.filter((ballot) => ballot !== ABSENT && ballot !== NO_COMMAND);
  const votesFor = (value: unknown): number => cast.filter((other) => other === value).length;
  const enough = ballots.length === 1 ? 1 : 2;
  const winner = cast.find((value) => votesFor(value) > cast.length / 2 && votesFor(value) >= enough);
  const outvoted = ballots.map((ballot) => ballot !== ABSENT && ballot !== NO_COMMAND && ballot !== winner);
  return {
    found: winner !== undefined,
    value: winner ?? NO_COMMAND,
    outvoted: winner === undefined ? 0 : outvoted.reduce((mask, out, i) => mask | (out ? 1 << i : 0), 0),
    absent: ballots.length - cast.length,
  };
}

function vote(ballots: readonly Ballot[], effector: number = EFFECTOR.elevator) {
  const voter = new MajorityVoter(ballots.length);
  voter.vote(...ballotArrays(effector, ballots), effector);
  const { found, value, outvoted, absent } = voter;
  return { found, value, outvoted, absent };
}

t.test(
  'the voter finds what more than half of the commands that arrived, and at least two, agree on',
  async (t) => {
    const none = { found: false, value: NO_COMMAND, outvoted: 0 };
    const rows: [Ballot[], object][] = [
      [[7], /*                                 */ { found: true, value: 7, outvoted: 0b0, absent: 0 }],
      [[7, 7, 7, 7], /*                        */ { found: true, value: 7, outvoted: 0b0, absent: 0 }],
      [[7, 9, 7, 7], /*                        */ { found: true, value: 7, outvoted: 0b10, absent: 0 }],
      [[9, 7, ABSENT, 7], /*                   */ { found: true, value: 7, outvoted: 0b1, absent: 1 }],
      [[ABSENT, ABSENT, 7, ABSENT], /*         */ { ...none, absent: 3 }],
      [[7, 9, 7, 9], /*                        */ { ...none, absent: 0 }],
      [[7, 8, 9], /*                           */ { ...none, absent: 0 }],
      [[7, 9, ABSENT, ABSENT], /*              */ { ...none, absent: 2 }],
      [[ABSENT, ABSENT, ABSENT], /*            */ { ...none, absent: 3 }],
      [[NO_COMMAND, NO_COMMAND, 5], /*         */ { ...none, absent: 2 }],
      [
        [-1, -1, 32767, -1, 32767, -1, 32767],
        /**/ { found: true, value: -1, outvoted: 0b1010100, absent: 0 },
      ],
    ];
    for (const [ballots, expected] of rows) t.same(vote(ballots), expected, ballots.join(' '));
  },
);

t.test(
  'VOTE-PERM: every ballot of up to five computers is counted as by hand, in whatever order',
  async (t) => {
    const byContent = new Map<string, string>();
    let wrong = 0;
    let found = 0;
    let notFound = 0;
    for (const computers of [1, 2, 3, 4, 5]) {
      for (const ballots of words<Ballot>([1, 2, 3, ABSENT], computers)) {
        const result = vote(ballots);
        const expected = naive(ballots);
        if (JSON.stringify(result) !== JSON.stringify(expected)) wrong++;
        if (result.found) found++;
        else notFound++;
        const content = [...ballots].sort().join();
        const outcome = `${result.found} ${result.value} ${result.absent}`;
        if ((byContent.get(content) ?? outcome) !== outcome) wrong++;
        byContent.set(content, outcome);
      }
    }
    t.equal(wrong, 0);
    t.ok(found > 100 && notFound > 100, `${found} found, ${notFound} not`);
  },
);

t.test('each effector has a vote of its own', async (t) => {
  const voter = new MajorityVoter(3);
  const commands = new Int16Array(3 * EFFECTOR_COUNT).map((_, at) => (at % EFFECTOR_COUNT) * 10);
  commands[1 * EFFECTOR_COUNT + EFFECTOR.rudder] = 99;
  for (const effector of Object.values(EFFECTOR)) {
    voter.vote(commands, new Uint8Array([1, 1, 1]), effector);
    t.equal(voter.value, effector * 10);
    t.equal(voter.outvoted, effector === EFFECTOR.rudder ? 0b10 : 0);
  }
});

t.test('sixteen computers are the most, none is too few', async (t) => {
  t.equal(vote(Array<Ballot>(16).fill(3).with(15, 4)).outvoted, 0x8000);
  for (const computers of [0, 17, 2.5, Number.NaN]) {
    t.throws(() => new MajorityVoter(computers), {
      name: 'RangeError',
      message: `computers = ${computers} is not 1 … 16`,
    });
  }
});
