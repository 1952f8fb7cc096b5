/**
 * The protocols that `agree` can run. A new one is a file that satisfies `AgreementProtocol` and a line here.
 */
import type { AgreementProtocol } from './agreement-protocol.js';
import { hybridMessages } from './hybrid-agreement.js';
import { oralMessages, triplex } from './oral-agreement.js';
import { signedMessages } from './signed-agreement.js';

const PROTOCOLS: readonly AgreementProtocol[] = [oralMessages, signedMessages, hybridMessages, triplex];

export const PROTOCOL_NAMES: readonly string[] = PROTOCOLS.map(({ name }) => name);

/** The protocol of this name, or undefined. */
export function protocolNamed(name: unknown): AgreementProtocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.name === name);
}
