/**
 * What the parts of an `agree` scenario must be to each other: ids below n, m below n − 1, rules that can match
 * some message, no more messages than fit in memory, whole numbers where they are ordered.
 *
 * The value arrives as it was read, perhaps wrong in places; each check looks only at parts that are sound, so a
 * misspelt `choice` does not hide an impossible path. A rule that can never match is refused rather than ignored:
 * the user would take the outcome for an answer to a question that was never asked.
 */
import type { AgreementProtocol } from './agreement-protocol.js';
import { protocolNamed } from './protocols.js';
import { isInt32Text } from './value-table.js';

export const COMPUTERS_MAX = 16;

/** Messages of one exchange; their trees take about 10 bytes a message and computer. */
export const MESSAGES_MAX = 2_000_000;

type Path = readonly (string | number)[];
export type Report = (path: Path, message: string) => void;

/** The sound parts of the frame within which rules are read. */
interface Setting {
  readonly protocol: AgreementProtocol | undefined;
  readonly computers: number | undefined;
  readonly rounds: number | undefined;
  readonly source: number | undefined;
}

/** Reports every problem between the parts; a part of wrong shape is skipped (its shape has been reported). */
export function checkScenario(value: unknown, report: Report): void {
  if (!isRecord(value)) return;
  const protocol = protocolNamed(value.protocol);
  const computers = checkComputers(value.computers, report);
  const faults = checkFaults(value, { protocol, computers }, report);
  const source = checkId(value.source, computers, ['source'], report);
  if (value.value === 'absent') report(['value'], 'is the word for sending nothing: a good source sends something');
  if (value.choice === 'median') checkWholeNumbers(value, report);
  if (protocol && computers !== undefined && faults !== undefined) {
    checkMessageCount(protocol, { computers, faults }, report);
  }
  const rounds = protocol && faults !== undefined ? protocol.rounds(faults) : undefined;
  eachRule(value, (traitor, rule, path) => {
    checkRule({ traitor, rule, path }, { protocol, computers, rounds, source }, report);
  });
  for (const key of Object.keys(isRecord(value.traitors) ? value.traitors : {})) {
    checkId(Number(key), computers, ['traitors', key], report);
  }
}

function checkComputers(computers: unknown, report: Report): number | undefined {
  if (!isWhole(computers)) return undefined;
  if (computers >= 2 && computers <= COMPUTERS_MAX) return computers;
  report(['computers'], `is outside 2 … ${COMPUTERS_MAX}`);
  return undefined;
}

function checkFaults(
  { faults }: Record<string, unknown>,
  { protocol, computers }: Pick<Setting, 'protocol' | 'computers'>,
  report: Report,
): number | undefined {
  if (faults === undefined) {
    if (protocol?.faultsDefault === null) {
      report(['faults'], `is missing: ${protocol.name} needs the number of faults it is built for`);
    }
    return protocol?.faultsDefault ?? undefined;
  }
  if (!isWhole(faults)) return undefined;
  const faultsMax = (computers ?? COMPUTERS_MAX) - 2;
  if (faults >= 0 && faults <= faultsMax) return faults;
  report(
    ['faults'],
    computers === undefined
      ? `is outside 0 … ${faultsMax}`
      : `is outside 0 … ${faultsMax} (computers − 2): no computer would be left to relay in the last round`,
  );
  return undefined;
}

/** Returns the id if it names a computer; without a sound n, any id up to the most there can be does. */
function checkId(id: unknown, computers: number | undefined, path: Path, report: Report): number | undefined {
  if (!isWhole(id)) return undefined;
  const idMax = (computers ?? COMPUTERS_MAX) - 1;
  if (id >= 0 && id <= idMax) return id;
  report(path, `names computer ${id}, but ids are 0 … ${idMax}`);
  return undefined;
}

function checkWholeNumbers(value: Record<string, unknown>, report: Report): void {
  const check = (text: unknown, path: Path): void => {
    if (typeof text !== 'string' || isInt32Text(text)) return;
    report(path, 'must be a whole number, −2147483648 … 2147483647: median orders values (or take choice: majority)');
  };
  check(value.value, ['value']);
  check(value.default, ['default']);
  eachRule(value, (_, rule, path) => {
    if (rule.say !== 'absent') check(rule.say, [...path, 'say']);
  });
}

function checkMessageCount(
  protocol: AgreementProtocol,
  size: { readonly computers: number; readonly faults: number },
  report: Report,
): void {
  const total = protocol.messageCount(size);
  if (total <= MESSAGES_MAX) return;
  const perRound: string[] = [];
  let fewer = size.faults;
  for (let k = 0; k <= size.faults; k++) {
    const before = k === 0 ? 0 : protocol.messageCount({ ...size, faults: k - 1 });
    perRound.push(grouped(protocol.messageCount({ ...size, faults: k }) - before));
  }
  while (protocol.messageCount({ ...size, faults: fewer }) > MESSAGES_MAX) fewer--;
  report(
    ['faults'],
    `with ${size.computers} computers means ${perRound.join(' + ')} = ${grouped(total)} messages, ` +
      `more than ${grouped(MESSAGES_MAX)}: take fewer computers, or at most ${fewer} faults`,
  );
}

interface PlacedRule {
  readonly traitor: number;
  readonly rule: Record<string, unknown>;
  readonly path: Path;
}

function checkRule({ traitor, rule, path }: PlacedRule, setting: Setting, report: Report): void {
  const { computers, rounds, source } = setting;
  const at = (key: string, problem: string): void => report([...path, key], problem);
  const to = wholeList(rule.to);
  const chain = wholeList(rule.path);
  const round = isWhole(rule.round) ? rule.round : undefined;
  const isSource = source === undefined ? undefined : traitor === source;

  const receivers = to?.map((id, i) => checkId(id, computers, [...path, 'to', i], report));
  if (to?.includes(traitor)) at('to', `names the traitor ${traitor} itself: nobody sends to itself`);
  else if (receivers?.length && receivers.every((id) => id !== undefined && (id === source || chain?.includes(id)))) {
    at('to', 'can never match: nothing is sent back to the source or to a computer of the path');
  }

  const relays = isSource === undefined ? undefined : !isSource;
  if (round !== undefined && rounds !== undefined && (round < 1 || round > rounds)) {
    at('round', `is outside 1 … ${rounds}, the rounds of this protocol`);
  } else if (round !== undefined && relays === false && round !== 1) {
    at('round', 'can never match: the source speaks in round 1 only');
  } else if (round === 1 && relays === true) {
    at('round', 'can never match: in round 1 only the source speaks; relays begin in round 2');
  }
  if (chain) checkPath({ chain, traitor, round, path: [...path, 'path'] }, setting, report);
}

interface PlacedChain {
  readonly chain: readonly number[];
  readonly traitor: number;
  readonly round: number | undefined;
  readonly path: Path;
}

function checkPath({ chain, traitor, round, path }: PlacedChain, setting: Setting, report: Report): void {
  const { computers, rounds, source } = setting;
  chain.forEach((id, i) => checkId(id, computers, [...path, i], report));
  if (source === undefined) return;
  if (traitor === source) {
    if (chain.length > 0) report(path, 'can never match: what the source says itself came through nobody (path: [])');
    return;
  }
  if (chain[0] !== source) {
    report(path, `can never match: a relayed value begins at the source (path: [${source}, …])`);
  } else if (new Set(chain).size < chain.length) {
    report(path, 'can never match: a computer is in a path once');
  } else if (chain.includes(traitor)) {
    report(path, `can never match: leave out the traitor ${traitor} itself`);
  } else if (rounds !== undefined && chain.length > rounds - 1) {
    report(
      path,
      rounds === 1
        ? 'can never match: in one round nothing is relayed'
        : `can never match: ${rounds} rounds have paths of at most ${rounds - 1}`,
    );
  } else if (round !== undefined && round >= 2 && chain.length !== round - 1) {
    report(path, `can never match: in round ${round} a path has ${round - 1}`);
  }
}

function eachRule(
  { traitors }: Record<string, unknown>,
  visit: (traitor: number, rule: Record<string, unknown>, path: Path) => void,
): void {
  if (!isRecord(traitors)) return;
  for (const [id, rules] of Object.entries(traitors)) {
    if (!Array.isArray(rules)) continue;
    rules.forEach((rule: unknown, i) => {
      if (isRecord(rule)) visit(Number(id), rule, ['traitors', id, i]);
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function wholeList(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.every(isWhole) ? value : undefined;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
