/**
 * A violating execution of SM(m) as a scenario that `ironbird agree` replays.
 *
 * Every message of a traitor is written out with the names of its signers, under the round and the receivers it
 * goes to; in every other round a traitor is silent. So nothing hangs on what the traitors would have done by
 * themselves, and a reader sees the whole attack.
 */
import type { SignedViolation } from './signed-executions.js';
import type { RepertoireShape, SentChain } from './signed-repertoire.js';

export function signedCounterexample(
  { computers, faults, traitors, signatures }: RepertoireShape,
  { sent, messages }: SignedViolation,
): string {
  return [
    '# found by trying every execution',
    'protocol: sm',
    ...(signatures === 'vector' ? ['signatures: vector'] : []),
    `computers: ${computers}`,
    `faults: ${faults}`,
    'source: 0',
    `value: ${sent}`,
    'default: 0',
    'traitors:',
    ...traitors.flatMap((id) =>
      scriptLines(
        messages.filter(({ sender }) => sender === id),
        id,
      ),
    ),
    '',
  ].join('\n');
}

/** One line for each set of chains that goes to several receivers in one round. */
function scriptLines(messages: readonly SentChain[], traitor: number): string[] {
  const packets = new Map<string, SentChain[]>();
  for (const message of messages) {
    const key = `${message.round} ${message.receiver}`;
    packets.set(key, [...(packets.get(key) ?? []), message]);
  }
  const lines = new Map<string, number[]>();
  for (const packet of packets.values()) {
    const says = packet.map(
      ({ value, signers, convinces }) =>
        `{ value: ${value}, signedBy: [${signers.join(', ')}]${convinces === undefined ? '' : `, convinces: [${convinces.join(', ')}]`} }`,
    );
    const say = `round: ${packet[0].round}, say: ${says.length === 1 ? says[0] : `[${says.join(', ')}]`}`;
    lines.set(say, [...(lines.get(say) ?? []), packet[0].receiver]);
  }
  return [
    `  ${traitor}:`,
    ...[...lines].map(([say, to]) => `    - { to: [${to.join(', ')}], ${say} }`),
    '    - { say: absent }',
  ];
}
