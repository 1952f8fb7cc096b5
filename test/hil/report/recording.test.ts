/**
 * Recordings as others read them: by the library's own readers, field for field against the records of the flight.
 */
import { readdirSync } from 'node:fs';
import t from 'tap';
import { EFFECTORS } from '../../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../../firmware/icd/quantities.js';
import { COMPUTER_FLAG, DOUBLE, FrameRecord } from '../../../hil/record/frame-record.js';
import { frameChannels } from '../../../hil/report/recording-channels.js';
import { HandRecord } from '../../support/hand-record.js';
import { indexedReader, recordFlight, recordsOf } from '../../support/recordings.js';
import { folder } from '../../support/scratch.js';

const RIG = `name: recorded
scheme: { protocol: om, isolate: true }
turbulence: moderate
durationS: 3
faults:
  - { id: lie, target: sensor/alpha/0, mode: two-faced, onset: 40, frames: 30, to: { 1: 777, 2: 10777 } }
  - { id: off, target: computer/3, mode: crash, onset: 100 }
`;

type Message = Record<string, unknown>;
type Schema = { readonly type: string; readonly properties: Record<string, { readonly type: string }> };

const flight = await recordFlight('flight.mcap', RIG);

/** The messages of a topic, by frame. */
async function messagesOf(topic: string): Promise<{ at: bigint; frame: number; content: Message }[]> {
  const reader = await indexedReader(flight.bytes);
  const found = [];
  for await (const { logTime, sequence, data } of reader.readMessages({ topics: [topic] }))
    found.push({
      at: logTime,
      frame: sequence,
      content: JSON.parse(new TextDecoder().decode(data)) as Message,
    });
  return found;
}

/** Whether two values are the same to a millionth; missing stands for no value. */
function close(found: unknown, wanted: number | undefined): boolean {
  if (wanted === undefined) return found === undefined;
  return typeof found === 'number' && Math.abs(found - wanted) <= 5.1e-7;
}

t.test('the file has what tools need: an index, statistics, a schema for every channel', async (t) => {
  const reader = await indexedReader(flight.bytes);
  const topics = [...reader.channelsById.values()].map(({ topic }) => topic).sort();
  const each = (prefix: string): string[] => [0, 1, 2, 3].map((id) => `/${prefix}/${id}`);
  t.same(
    topics,
    [
      ...each('sensors'),
      ...each('selected'),
      ...each('commands'),
      ...['/truth', '/gust', '/surfaces', '/agreement', '/deadline', '/faults', '/events', '/verdict'],
    ].sort(),
  );
  for (const { schemaId, messageEncoding, topic } of reader.channelsById.values()) {
    const schema = reader.schemasById.get(schemaId);
    t.match(
      { messageEncoding, encoding: schema?.encoding },
      { messageEncoding: 'json', encoding: 'jsonschema' },
    );
    const content = JSON.parse(new TextDecoder().decode(schema?.data)) as Schema;
    t.equal(content.type, 'object', topic);
  }
  t.equal(flight.records.length, 150);
  const { statistics } = reader;
  t.equal(statistics?.messageStartTime, 0n);
  t.equal(statistics?.messageEndTime, 3_000_000_000n, 'the verdict, at the end of the last frame');
  t.ok((statistics?.chunkCount ?? 0) > 1, 'more than one chunk');
  t.equal(reader.chunkIndexes.length, statistics?.chunkCount);
  t.ok(reader.chunkIndexes.every(({ compression }) => compression === ''));
  t.same(
    reader.metadataIndexes.map(({ name }) => name),
    ['ironbird', 'ironbird result'],
  );
  const all = recordsOf(flight.bytes);
  t.equal(all.at(-1)?.type, 'Footer', 'and the stream reads to its end, checksums compared');
});

t.test('every message keeps to its schema, in order of time', async (t) => {
  const reader = await indexedReader(flight.bytes);
  let before = 0n;
  let messages = 0;
  const empty = new Set<string>();
  for await (const { channelId, logTime, publishTime, data } of reader.readMessages()) {
    const channel = reader.channelsById.get(channelId);
    const schema = reader.schemasById.get(channel?.schemaId ?? 0);
    const { properties } = JSON.parse(new TextDecoder().decode(schema?.data)) as Schema;
    const content = JSON.parse(new TextDecoder().decode(data)) as Message;
    for (const [key, value] of Object.entries(content)) {
      const type = properties[key]?.type;
      const right =
        type === 'integer'
          ? Number.isInteger(value)
          : type === 'number'
            ? Number.isFinite(value)
            : typeof value === type;
      if (!right) t.fail(`${channel?.topic} ${key} = ${String(value)} is no ${type}`);
    }
    for (const key of Object.keys(properties)) if (!(key in content)) empty.add(`${channel?.topic} ${key}`);
    if (logTime < before || publishTime !== logTime) t.fail(`${channel?.topic} at ${logTime}`);
    before = logTime;
    messages++;
  }
  t.equal(BigInt(messages), reader.statistics?.messageCount);
  t.ok(empty.has('/selected/3 alpha_deg'), 'a computer that has crashed selects nothing, which is left out');
  t.notOk(empty.has('/truth alpha_deg'), 'the truth is always there');
});

t.test('the channels say what the records say, in units', async (t) => {
  const wrong = new Set<string>();
  let compared = 0;
  const check = (where: string, right: boolean): void => {
    compared++;
    if (!right) wrong.add(where);
  };
  const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  const suffix = {
    deg: '_deg',
    'deg/s': '_deg_per_s',
    'ft/s': '_ftps',
    ft: '_ft',
    g: '_g',
    '1': '',
  } as const;
  const named = ({ name, unit }: { name: string; unit: string }): string =>
    snake(name) + suffix[unit as keyof typeof suffix];
  const view = (record: FrameRecord): DataView => new DataView(record.bytes.buffer);

  for (const { frame, at, content } of await messagesOf('/truth')) {
    check('time', at === BigInt(frame) * 20_000_000n);
    QUANTITIES.forEach((quantity, i) =>
      check(
        named(quantity),
        close(content[named(quantity)], view(flight.records[frame]).getFloat64(i * 8, true)),
      ),
    );
  }
  for (let id = 0; id < 4; id++) {
    for (const [topic, place] of [
      ['sensors', (record: FrameRecord) => record.computerAt(id, 6)],
      ['selected', (record: FrameRecord) => record.selectedAt(id)],
    ] as const) {
      for (const { frame, content } of await messagesOf(`/${topic}/${id}`)) {
        const record = flight.records[frame];
        QUANTITIES.forEach((quantity, i) => {
          const counts = view(record).getInt16(DOUBLE.length * 8 + place(record) * 4 + 2 * i, true);
          const wanted = counts === -32768 ? undefined : quantity.zero + counts * quantity.lsb;
          check(`${topic} ${named(quantity)}`, close(content[named(quantity)], wanted));
        });
      }
    }
    for (const { frame, content } of await messagesOf(`/commands/${id}`)) {
      const record = flight.records[frame];
      const commanded = record.has(id, COMPUTER_FLAG.commanded);
      EFFECTORS.forEach((effector, e) => {
        const counts = view(record).getInt16(DOUBLE.length * 8 + record.computerAt(id, 4) * 4 + 2 * e, true);
        const wanted = commanded ? counts / effector.countsPerUnit : undefined;
        check(`command ${effector.name}`, close(content[named(effector)], wanted));
      });
      check('running', content.running === (id !== 3 || frame < 100));
      check('commanded', content.commanded === commanded);
    }
  }
  for (const { frame, content } of await messagesOf('/surfaces')) {
    const record = flight.records[frame];
    EFFECTORS.forEach((effector, e) => {
      const position = view(record).getFloat64((19 + e) * 8, true);
      const { name, unit } = effector;
      check(`${name} position`, close(content[named({ name: `${name}Position`, unit })], position));
      const counts = record.ints[1 + e * 4];
      const voted = counts === -32768 ? undefined : counts / effector.countsPerUnit;
      check(`${name} voted`, close(content[named({ name: `${name}Voted`, unit })], voted));
    });
  }
  for (const { frame, content } of await messagesOf('/gust')) {
    const record = flight.records[frame];
    check('gust', close(content.gust_forward_ftps, view(record).getFloat64(16 * 8, true)));
  }
  for (const { frame, content } of await messagesOf('/deadline'))
    check('latency', close(content.latency_us, flight.records[frame].latencyUs));
  for (const { frame, content } of await messagesOf('/agreement')) {
    check('frame', content.frame === frame);
    const good = frame < 40 || (frame >= 70 && frame < 100) ? 4 : 3;
    check('good computers', content.good_computers === good);
  }
  t.same([...wrong], []);
  t.equal(compared, 150 * (17 + 4 * (32 + 6) + 8 + 1 + 1 + 2));
});

t.test('faults, events and the verdict are told when they happen', async (t) => {
  t.same(
    (await messagesOf('/faults')).map(({ frame, content }) => [frame, content]),
    [
      [0, { active: 0, ids: '' }],
      [40, { active: 1, ids: 'lie' }],
      [70, { active: 0, ids: '' }],
      [100, { active: 1, ids: 'off' }],
    ],
  );
  const events = (await messagesOf('/events')).map(({ frame, content }) => [
    frame,
    content.name,
    content.message,
  ]);
  t.match(events.slice(0, 4), [
    [40, 'lie', 'sensor/alpha/0 two-faced begins'],
    [70, 'lie', 'sensor/alpha/0 two-faced ends'],
    [100, 'off', 'computer/3 crash begins'],
    [100, 'computer/3', 'has stopped'],
  ]);
  const first = (await messagesOf('/events'))[0].content;
  t.same(first.timestamp, { sec: 0, nsec: 800_000_000 });
  const { document } = flight.report;
  t.match(
    (await messagesOf('/verdict')).map(({ content }) => content),
    [{ verdict: 'pass', frames: 150, ic1: 0, ic2: 0, trace_hash: document.traceHash, interrupted: false }],
  );
});

t.test('the exact bytes of every record are in it, in order', (t) => {
  const blocks = recordsOf(flight.bytes).flatMap((record) => (record.type === 'Attachment' ? [record] : []));
  t.ok(blocks.length > 1);
  const held = Buffer.concat(blocks.map(({ data }) => data));
  t.equal(Buffer.compare(held, Buffer.concat(flight.records.map(({ bytes }) => bytes))), 0);
  t.same(
    blocks.map(({ name }) => name),
    blocks.map((_, i) => `frames/${i * 50}`),
  );
  t.end();
});

t.test('the same flight gives the same bytes, whatever the folder', async (t) => {
  const again = await recordFlight('again.mcap', RIG);
  t.equal(Buffer.compare(again.bytes, flight.bytes), 0);
  t.notOk(flight.bytes.includes(folder), 'no path of this machine is in it');
  const other = await recordFlight('other.mcap', RIG, { seed: '2' });
  t.not(Buffer.compare(other.bytes, flight.bytes), 0);
  t.same(
    readdirSync(folder).filter((name) => name.includes('.part-')),
    [],
    'no draft is left',
  );
});

t.test('a value that is no number is left out', (t) => {
  const record = new HandRecord({ computers: 1, frame: 0 });
  record.truth(0, NaN).truth(1, Infinity).truth(2, 1e300).truth(3, -0).truth(4, 1e-7).truth(5, -2.5);
  const channel = frameChannels({ computers: 1, isolates: false })[0];
  const content = JSON.parse(channel.message(record)) as Message;
  t.notOk('alpha_deg' in content || 'beta_deg' in content);
  t.match(content, {
    roll_rate_deg_per_s: 1e300,
    pitch_rate_deg_per_s: 0,
    yaw_rate_deg_per_s: 0,
    normal_load_g: -2.5,
  });
  t.end();
});
