/**
 * What a traitor of sm may be made to say, beyond one bare value: lists, and chains with the names of their
 * signers. Every other protocol has one value for one message.
 */

type Report = (
  path: readonly (string | number)[],
  message: string,
  advice?: { hint?: string; range?: string },
) => void;

const BELONGS = 'must be one text: lists and { value, signedBy } belong to sm';

/** Whether this `say` writes down a chain, rather than replacing the value in one that is held. */
export function holdsSignedSaying(say: unknown): boolean {
  return listOf(say).some((saying) => isRecord(saying));
}

/** Reports sayings of other protocols, silence in a list, and signers that do not exist. */
export function checkSayings(scenario: Record<string, unknown>, report: Report): void {
  const { protocol, computers, signatures, traitors } = scenario;
  const signed = protocol === 'sm';
  if (signatures !== undefined && !signed) {
    report(['signatures'], `says nothing about ${String(protocol)}`, { hint: 'it belongs to sm' });
  }
  if (!isRecord(traitors)) return;
  for (const [id, rules] of Object.entries(traitors)) {
    if (!Array.isArray(rules)) continue;
    rules.forEach((rule: unknown, i) => {
      if (!isRecord(rule) || typeof rule.say !== 'object' || rule.say === null) return;
      const path = ['traitors', id, i, 'say'];
      if (!signed) {
        report(path, BELONGS);
        return;
      }
      listOf(rule.say).forEach((saying, k) => {
        const at = Array.isArray(rule.say) ? [...path, k] : path;
        if (saying === 'absent') report(at, 'is the word for sending nothing', { hint: 'leave it out' });
        if (isRecord(saying)) checkSigned(saying, { at, computers, vector: signatures === 'vector' }, report);
      });
    });
  }
}

function checkSigned(
  { value, signedBy, convinces }: Record<string, unknown>,
  setting: {
    readonly at: readonly (string | number)[];
    readonly computers: unknown;
    readonly vector: boolean;
  },
  report: Report,
): void {
  const { at, computers, vector } = setting;
  if (value === 'absent') {
    report([...at, 'value'], 'is the word for sending nothing', { hint: 'leave the chain out' });
  }
  if (convinces !== undefined && !vector) {
    report([...at, 'convinces'], 'needs signatures: vector', {
      hint: 'a transferable signature convinces everyone',
    });
  }
  for (const [key, ids] of Object.entries({ signedBy, convinces })) {
    if (!Array.isArray(ids) || typeof computers !== 'number') continue;
    ids.forEach((id: unknown, i) => {
      if (typeof id === 'number' && id >= computers && id < 16) {
        report([...at, key, i], 'names no computer', {
          range: `0 … ${computers - 1}`,
          hint: `computers = ${computers}`,
        });
      }
    });
  }
}

function listOf(say: unknown): readonly unknown[] {
  return Array.isArray(say) ? (say as unknown[]) : [say];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
