/**
 * What the parts of an `agree` scenario must be to each other: ids below n, m below n − 1, rules that can match
 * some message, no more messages than fit in memory, whole numbers where they are ordered.
 *
 * The value arrives as it was read, perhaps wrong in places; each check looks only at parts that are sound, so a
 * misspelt `choice` does not hide an impossible path. A rule that can never match is refused rather than ignored:
 * the user would take the outcome for an answer to a question that was never asked.
 */
import { grouped } from '../files/grouped-digits.js';
import type { AgreementProtocol } from './agreement-protocol.js';
import { protocolNamed } from './protocols.js';
import { checkSayings, holdsSignedSaying } from './saying-checks.js';
import { isInt32Text } from './value-table.js';

export const COMPUTERS_MAX = 16;

/** A computer's id as a key. */
export const COMPUTER_KEY = /^(\d|1[0-5])$/;

/** Messages of one exchange; their trees take about 10 bytes a message and computer. */
export const MESSAGES_MAX = 2_000_000;

type Path = readonly (string | number)[];
export type Report = (path: Path, message: string, advice?: { range?: string; hint?: string }) => void;

/** What is sound of what the rules are read against. */
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
  const computers = wholeWithin(value.computers, { low: 2, high: COMPUTERS_MAX });
  const faults = checkFaults(value, { protocol, computers }, report);
  const source = checkId(value.source, computers, ['source'], report);
  if (value.value === 'absent') {
    report(['value'], 'is the word for sending nothing', { hint: 'a good source always sends something' });
  }
  if (value.protocol === 'omh') checkHybrid(value, report);
  if (value.choice === 'median') {
    if (protocol?.choice === undefined) checkWholeNumbers(value, report);
    else {
      report(['choice'], `says nothing about ${protocol.name}, which takes ${protocol.choice}`, {
        hint: 'leave it out',
      });
    }
  }
  checkSayings(value, report);
  if (protocol && computers !== undefined && faults !== undefined) {
    checkMessageCount(protocol, { computers, faults }, report);
  }
  const rounds = protocol && faults !== undefined ? protocol.rounds(faults) : undefined;
  for (const key of Object.keys(isRecord(value.traitors) ? value.traitors : {})) {
    checkId(Number(key), computers, ['traitors', key], report);
  }
  eachRule(value, (traitor, rule, path) => {
    checkRule({ traitor, rule, path }, { protocol, computers, rounds, source }, report);
  });
}

/** A chain that a script writes down is sent in any round, to anyone: that its receiver refuses it is the point. */
function mayMatchAnywhere(rule: Record<string, unknown>, { protocol }: Setting): boolean {
  return protocol?.name === 'sm' && rule.path === undefined && holdsSignedSaying(rule.say);
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
  const sound = wholeWithin(faults, { low: 0, high: COMPUTERS_MAX - 2 });
  if (sound === undefined || computers === undefined || sound <= computers - 2) return sound;
  report(['faults'], `is more than ${computers} computers can be given`, {
    range: `0 … ${computers - 2} = computers − 2`,
    hint: 'in the last round a computer must be left to relay to',
  });
  return undefined;
}

/** Returns the id if it names a computer; without a sound n, any id up to the most there can be does. */
function checkId(id: unknown, computers: number | undefined, path: Path, report: Report): number | undefined {
  const sound = wholeWithin(id, { low: 0, high: COMPUTERS_MAX - 1 });
  if (sound === undefined || computers === undefined || sound < computers) return sound;
  report(path, 'names no computer', { range: `0 … ${computers - 1}`, hint: `computers = ${computers}` });
  return undefined;
}

function checkWholeNumbers(value: Record<string, unknown>, report: Report): void {
  const check = (text: unknown, path: Path): void => {
    if (typeof text !== 'string' || isInt32Text(text)) return;
    report(path, 'must be a whole number, since median orders values', {
      range: '-2147483648 … 2147483647',
      hint: 'or take choice: majority',
    });
  };
  check(value.value, ['value']);
  check(value.default, ['default']);
  eachRule(value, (_, rule, path) => {
    if (rule.say !== 'absent') check(rule.say, [...path, 'say']);
  });
}

/** In omh, errors and reports of errors are words of the protocol: a liar may say them, a value may not be one. */
function checkHybrid(value: Record<string, unknown>, report: Report): void {
  const isReport = (text: unknown): boolean => typeof text === 'string' && text.startsWith('reported(');
  const hint = 'omh decides `error` where everyone got an error; a traitor may say it';
  if (value.value === 'error' || isReport(value.value)) {
    report(['value'], 'is a word for an error and cannot be a value', { hint });
  }
  if (isReport(value.default)) report(['default'], 'must be a value, or error', { hint });
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
    `with ${size.computers} computers means ${perRound.join(' + ')} = ${grouped(total)} messages`,
    { range: `at most ${grouped(MESSAGES_MAX)}`, hint: `take fewer computers, or at most ${fewer} faults` },
  );
}

interface PlacedRule {
  readonly traitor: number;
  readonly rule: Record<string, unknown>;
  readonly path: Path;
}

function checkRule({ traitor, rule, path }: PlacedRule, setting: Setting, report: Report): void {
  const { computers, rounds, source } = setting;
  const to = wholeList(rule.to);
  const chain = wholeList(rule.path);
  const round = wholeWithin(rule.round, { low: 1, high: Infinity });

  const anywhere = mayMatchAnywhere(rule, setting);
  const dead = (id: number): boolean => id === source || chain?.includes(id) === true;
  to?.forEach((id, i) => checkId(id, computers, [...path, 'to', i], report));
  if (to?.includes(traitor)) {
    report([...path, 'to'], `names the traitor ${traitor} itself`, {
      hint: 'nobody sends to itself: leave it out',
    });
  } else if (to && to.length > 0 && to.every(dead) && !anywhere) {
    report([...path, 'to'], NEVER, {
      hint: 'nothing is sent back to the source or to a computer of the path',
    });
  }

  if (round !== undefined && rounds !== undefined && round > rounds) {
    report([...path, 'round'], NEVER, { range: `1 … ${rounds}, the rounds of this protocol` });
  } else if (
    round !== undefined &&
    source !== undefined &&
    (round === 1) !== (traitor === source) &&
    !anywhere
  ) {
    report([...path, 'round'], NEVER, {
      hint: 'the source speaks in round 1 only, everyone else from round 2 on',
    });
  }
  if (chain) {
    chain.forEach((id, i) => checkId(id, computers, [...path, 'path', i], report));
    const hint = impossiblePath({ chain, traitor, round }, setting);
    if (hint !== null) report([...path, 'path'], NEVER, { hint });
  }
}

const NEVER = 'can never match';

interface PlacedChain {
  readonly chain: readonly number[];
  readonly traitor: number;
  readonly round: number | undefined;
}

/** Why no value comes to the traitor through these computers; null = it may. */
function impossiblePath({ chain, traitor, round }: PlacedChain, { rounds, source }: Setting): string | null {
  if (source === undefined) return null;
  if (traitor === source) {
    return chain.length === 0 ? null : 'what the source says itself came through nobody: path: []';
  }
  if (rounds === 1) return 'with one round nothing is relayed';
  if (chain[0] !== source) return `a relayed value begins at the source: path: [${source}, …]`;
  if (new Set(chain).size < chain.length) return 'a computer is in a path once';
  if (chain.includes(traitor)) return `leave out the traitor ${traitor} itself`;
  if (rounds !== undefined && chain.length >= rounds)
    return `${rounds} rounds have paths of at most ${rounds - 1}`;
  if (round !== undefined && round >= 2 && chain.length !== round - 1) {
    return `in round ${round} a path has ${round - 1}`;
  }
  return null;
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

function wholeWithin(value: unknown, { low, high }: { low: number; high: number }): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high
    ? value
    : undefined;
}

function wholeList(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const sound = value.filter((id) => wholeWithin(id, { low: 0, high: COMPUTERS_MAX - 1 }) !== undefined);
  return sound.length === value.length ? (sound as number[]) : undefined;
}
