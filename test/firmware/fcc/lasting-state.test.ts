import t from 'tap';
import { LastingState, RESYNC_FRAMES } from '../../../firmware/fcc/lasting-state.js';
import { stateQuorum, type Scheme } from '../../../firmware/fcc/scheme.js';
import { STATE_WORDS } from '../../../firmware/icd/packets.js';
import { REPORT_WORDS } from '../../../firmware/icd/quantities.js';
import { Dice } from '../../support/dice.js';
import { FlightCluster, reportOf, type Outcome, type Tamper } from '../../support/flight-cluster.js';

const OM41: Scheme = { protocol: 'om', computers: 4, faults: 1 };
const OM72: Scheme = { protocol: 'om', computers: 7, faults: 2 };
const TMR: Scheme = { protocol: 'tmr', computers: 3, faults: 1 };

const readings = (n: number): Int16Array[] => Array.from({ length: n }, (_, i) => reportOf(10217 + i));
const stateOf = (outcome: Outcome | null): readonly number[] => outcome!.state;
const commands = (outcomes: readonly (Outcome | null)[]): boolean[] =>
  outcomes.map((outcome) => outcome !== null && outcome.command !== null);

/** A crowd with one number of state each, without the rest of the computer. */
class Crowd {
  readonly members: LastingState[];

  constructor(scheme: Scheme, states: readonly number[]) {
    this.members = states.map((state, self) => {
      const member = new LastingState({
        computers: states.length,
        self,
        quorum: stateQuorum(scheme),
        words: STATE_WORDS,
      });
      member.words.fill(state);
      return member;
    });
  }

  /** Frame of the next exchange: whose turn it is to be king. */
  #frame = 0;

  get states(): number[] {
    return this.members.map(({ words }) => words[0]);
  }

  /** One exchange; `tell` may change what one tells another, or withhold it. */
  exchange(
    tell: (from: number, to: number, state: number) => number | null = (_from, _to, state) => state,
  ): void {
    const told = this.states;
    this.members.forEach((member, to) => {
      member.begin();
      told.forEach((state, from) => {
        const said = from === to ? null : tell(from, to, state);
        if (said !== null) member.hear(from, new Int32Array(STATE_WORDS + 2).fill(said), 2);
      });
    });
    for (const member of this.members) member.settle(this.#frame);
    this.#frame++;
  }
}

t.test(
  'who differs from m + 1 equal others takes theirs; who agrees with m + 1 others keeps his own',
  (t) => {
    // biome-ignore format: a truth table is read by column
    const rows: [scheme: Scheme, before: number[], after: number[], why: string][] = [
    [OM41, [1, 1, 1, 1],          [1, 1, 1, 1],          'all alike'],
    [OM41, [9, 1, 1, 1],          [1, 1, 1, 1],          'one upset'],
    [OM41, [1, 1, 1, 9],          [1, 1, 1, 1],          'any one'],
    [OM41, [9, 8, 1, 1],          [1, 1, 1, 1],          'two upset, each its own way'],
    [OM41, [9, 9, 1, 1],          [9, 9, 9, 9],          'two pairs: the lowest id decides'],
    [OM41, [1, 9, 9, 1],          [1, 1, 1, 1],          'two pairs: the lowest id decides'],
    [OM41, [9, 8, 7, 6],          [9, 8, 7, 6],          'nobody can know'],
    [OM72, [9, 9, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], 'two upset alike'],
    [OM72, [9, 8, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], 'two upset'],
    [OM72, [9, 9, 9, 1, 1, 1, 2], [9, 9, 9, 9, 9, 9, 9], 'two camps and a straggler: the lowest id decides'],
    [OM72, [9, 9, 9, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], 'the larger camp'],
    [OM72, [9, 9, 8, 8, 7, 7, 6], [9, 9, 8, 8, 7, 7, 6], 'no camp of three others'],
    [OM41, [9, 9, 1, 1, 1],       [1, 1, 1, 1, 1],       'two of five: the larger camp, though the other has the lowest id'],
    [OM41, [1, 1, 1, 1, 9, 9, 5], [1, 1, 1, 1, 1, 1, 1], 'of two camps with a quorum the larger'],
    [TMR,  [1, 1, 9],             [1, 1, 1],             'one of three'],
    [TMR,  [7, 8, 9],             [7, 8, 9],             'nobody can know'],
  ];
    for (const [scheme, before, after, why] of rows) {
      const crowd = new Crowd(scheme, before);
      crowd.exchange();
      t.same(crowd.states, after, `${before.join(' ')}: ${why}`);
      t.same(
        crowd.members.map(({ trusted }) => trusted),
        before.map((state, i) => state === after[i]),
        'who changed his mind is not trusted',
      );
    }
    t.end();
  },
);

t.test('a state that differs in its last word only is another state', (t) => {
  const crowd = new Crowd(OM41, [1, 1, 1, 1]);
  crowd.members[2].words[STATE_WORDS - 1] ^= 1 << 31;
  crowd.exchange();
  t.same([...crowd.members[2].words], [1, 1, 1, 1]);
  t.notOk(crowd.members[2].trusted);
  t.end();
});

t.test('m liars never talk a good computer out of its state, nor keep an upset one from coming back', (t) => {
  const dice = new Dice(1);
  let lost = '';
  let lies = 0;
  for (let i = 0; i < 3000 && lost === ''; i++) {
    const scheme = dice.pick([OM41, OM72]);
    const { computers: n, faults } = scheme;
    const liars = new Set<number>();
    while (liars.size < faults) liars.add(dice.uint32() % n);
    // An upset computer is one of the m, so all but one of them may lie at the same time.
    const upset = i % 2 === 0 ? [...liars][0] : -1;
    if (upset >= 0) liars.delete(upset);
    const crowd = new Crowd(
      scheme,
      Array.from({ length: n }, (_, id) => (id === upset ? 9 : 1)),
    );
    crowd.exchange((from, _to, state) => {
      if (!liars.has(from)) return state;
      lies++;
      return dice.pick([null, 1, 9, 8, dice.int32()]);
    });
    crowd.members.forEach(({ words }, id) => {
      if (!liars.has(id) && words[0] !== 1)
        lost = `liars ${[...liars].join(' ')}, upset ${upset}: ${crowd.states.join(' ')}`;
    });
  }
  t.equal(lost, '');
  t.ok(lies > 3000);
  const outnumbered = new Crowd(OM41, [1, 1, 1, 1]);
  outnumbered.exchange((from, _to, state) => (from <= 1 ? 9 : state));
  t.same(outnumbered.states.slice(2), [9, 9], 'beyond the bound two liars can');
  t.end();
});

t.test('computers of which no two are alike follow the king after ten frames, and command on', (t) => {
  for (const [scheme, states] of [
    [OM41, [9, 8, 7, 6]],
    [OM72, [9, 9, 8, 8, 7, 7, 6]],
    [TMR, [7, 8, 9]],
  ] as const) {
    const crowd = new Crowd(scheme, [...states]);
    for (let frame = 0; frame < 10; frame++) crowd.exchange();
    t.same(crowd.states, states, 'each waits for a camp to join');
    crowd.exchange();
    const king = 10 % scheme.computers;
    t.same(
      crowd.states,
      Array.from(states, () => states[king]),
    );
    t.ok(crowd.members.every(({ trusted }) => trusted));
  }
  t.end();
});

t.test(
  'a lying king is followed once, and undone by the next good one; a camp of good ones is never',
  (t) => {
    const dice = new Dice(2);
    let fooled = 0;
    let apart = '';
    for (let i = 0; i < 500; i++) {
      const scheme = dice.pick([OM41, OM72]);
      const { computers: n, faults } = scheme;
      const liars = new Set<number>();
      while (liars.size < faults) liars.add(dice.uint32() % n);
      const crowd = new Crowd(
        scheme,
        Array.from({ length: n }, (_, id) => 100 + id),
      );
      const good = (): Set<number> => new Set(crowd.states.filter((_, id) => !liars.has(id)));
      const before = good();
      for (let frame = 0; frame < 10 + n + faults + 1; frame++) {
        crowd.exchange((from, _to, state) => (liars.has(from) ? dice.int32() : state));
        if ([...good()].some((state) => !before.has(state))) fooled++;
      }
      if (good().size !== 1) apart = `liars ${[...liars].join(' ')}: ${crowd.states.join(' ')}`;
    }
    t.equal(apart, '');
    t.ok(fooled > 0, 'some kings lied and were followed');
    t.end();
  },
);

t.test('once left alone, computers that were driven into camps settle on one state and stay', (t) => {
  let swapping = '';
  let camps = 0;
  for (let code = 0; code < 3 ** 4; code++) {
    const states = [0, 1, 2, 3].map((i) => 1 + (Math.floor(code / 3 ** i) % 3));
    const crowd = new Crowd(OM41, states);
    for (let frame = 0; frame < RESYNC_FRAMES + 3; frame++) crowd.exchange();
    const settled = new Set(crowd.states).size === 1 && crowd.members.every(({ trusted }) => trusted);
    const quorate = states.some((state) => states.filter((other) => other === state).length >= 2);
    if (quorate && new Set(states).size > 1) camps++;
    if (quorate && !settled) swapping = `${states.join(' ')} ended as ${crowd.states.join(' ')}`;
  }
  t.equal(swapping, '');
  t.equal(camps, 3 ** 4 - 3, 'with three states among four computers two always share one');
  t.end();
});

t.test(
  'an upset computer withholds its command for the stated frames, and then commands what the others do',
  (t) => {
    for (const scheme of [OM41, OM72, TMR]) {
      const n = scheme.computers;
      const cluster = new FlightCluster(scheme);
      cluster.fly(readings(n));
      cluster.computers[1].upset({ word: 1, bit: 31 });
      const others = readings(n).map((_, id) => id !== 1);
      for (let frame = 0; frame < RESYNC_FRAMES; frame++) {
        const outcomes = cluster.fly(readings(n));
        t.same(commands(outcomes), others, `frame ${frame} after the upset`);
        t.same(stateOf(outcomes[1]), stateOf(outcomes[0]), 'its state is right from the first frame on');
      }
      const after = cluster.fly(readings(n));
      t.same(
        commands(after),
        others.map(() => true),
      );
      t.same(after[1]!.command, after[0]!.command);
    }
    t.end();
  },
);

t.test('a restarted computer has lost its state, gets it from the others, and waits as long', (t) => {
  const cluster = new FlightCluster(OM41);
  for (let frame = 0; frame < 10; frame++) cluster.fly(readings(4));
  cluster.computers[3].restart();
  t.same([...cluster.computers[3].lasting.words], [1000, 0, 0, 0], 'as at power-up');
  for (let frame = 0; frame < RESYNC_FRAMES; frame++) {
    const outcomes = cluster.fly(readings(4));
    t.same(commands(outcomes), [true, true, true, false]);
    t.same(stateOf(outcomes[3]), stateOf(outcomes[0]));
  }
  t.same(commands(cluster.fly(readings(4))), [true, true, true, true]);
  t.same(
    stateOf(cluster.fly(readings(4))[3])[0],
    1000 + 10 + RESYNC_FRAMES + 2,
    'frames are counted through',
  );
  t.end();
});

t.test('a computer that was away for some frames comes back the same way', (t) => {
  const cluster = new FlightCluster(OM41);
  for (let frame = 0; frame < 3; frame++) cluster.fly(readings(4), { down: [2] });
  const back = Array.from({ length: RESYNC_FRAMES + 1 }, () => commands(cluster.fly(readings(4)))[2]);
  t.same(back, [...Array.from({ length: RESYNC_FRAMES }, () => false), true]);
  t.end();
});

t.test("a cluster that restarts as a whole finds together again, from the law's beginning", (t) => {
  for (const scheme of [OM41, OM72, TMR]) {
    const n = scheme.computers;
    const cluster = new FlightCluster(scheme);
    for (let frame = 0; frame < 4; frame++) cluster.fly(readings(n));
    cluster.computers.forEach((computer) => computer.restart());
    const seen = Array.from({ length: RESYNC_FRAMES }, () => cluster.fly(readings(n)));
    t.same(
      seen.map((outcomes) => commands(outcomes).filter(Boolean).length),
      [0, 0, 0, 0, n],
      'silence until five frames were equal',
    );
    t.equal(stateOf(seen[0][0])[0], 1001);
    t.same(new Set(seen.at(-1)!.map((outcome) => JSON.stringify(outcome!.command))).size, 1);
  }
  t.end();
});

t.test('two of four that restart at once find the others, or the others them, and all command again', (t) => {
  for (const pair of [
    [0, 1],
    [1, 2],
    [2, 3],
  ]) {
    const cluster = new FlightCluster(OM41);
    for (let frame = 0; frame < 4; frame++) cluster.fly(readings(4));
    for (const id of pair) cluster.computers[id].restart();
    for (let frame = 0; frame < RESYNC_FRAMES + 1; frame++) cluster.fly(readings(4));
    const outcomes = cluster.fly(readings(4));
    t.same(commands(outcomes), [true, true, true, true], `${pair.join(' and ')}`);
    t.equal(new Set(outcomes.map((outcome) => JSON.stringify(outcome!.command))).size, 1);
  }
  t.end();
});

t.test('a liar about the state moves nobody, as long as he is alone', (t) => {
  const honest = new FlightCluster(OM41);
  const lied = new FlightCluster(OM41);
  const lie: Tamper = (sent, { index, frame }) => {
    if (index === 0)
      for (const { from, to, packet } of sent)
        if (from === 0) packet.words[REPORT_WORDS + (frame % STATE_WORDS)] ^= 1 << to;
    return sent;
  };
  for (let frame = 0; frame < 8; frame++) {
    const expected = honest.fly(readings(4)).slice(1);
    t.same(lied.fly(readings(4), { tamper: lie }).slice(1), expected);
  }
  t.end();
});
