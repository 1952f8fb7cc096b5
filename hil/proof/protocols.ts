/**
 * The protocols that `agree` can run. A new one is a file that satisfies `AgreementProtocol` and a line here;
 * names that the scenario format knows and this build does not are told apart from misspellings.
 */
import type { AgreementProtocol } from './agreement-protocol.js';
import { hybridMessages } from './hybrid-agreement.js';
import { oralMessages, triplex } from './oral-agreement.js';

const PROTOCOLS: readonly AgreementProtocol[] = [oralMessages, hybridMessages, triplex];

/** Names of the scenario format whose protocol this build does not have. */
export const PROTOCOLS_ABSENT: readonly string[] = ['sm'];

export const PROTOCOL_NAMES: readonly string[] = PROTOCOLS.map(({ name }) => name);

/** The protocol of this name, or undefined. */
export function protocolNamed(name: unknown): AgreementProtocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.name === name);
}
