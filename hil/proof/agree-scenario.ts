/**
 * The `agree` scenario as a file: shape here, what its parts must be to each other in `scenario-checks.ts`, and
 * out comes an `AgreeScenario` with every default filled in.
 *
 *   protocol: om
 *   computers: 4
 *   faults: 1
 *   source: 0
 *   value: attack
 *   traitors:
 *     3: [{ to: [1], path: [0], say: retreat }, { say: absent }]
 *
 * Values are texts; an unquoted 777 or true is the text it reads as, a number with a point is refused because
 * 1.10 would silently become "1.1". The checks run even where the shape is wrong, so that one reading names all
 * problems. Messages continue the words "path = value", which the reader of the file puts before them.
 */
import { z } from 'zod';
import type { AgreeScenario, ScriptRule } from './agreement-protocol.js';
import { PROTOCOL_NAMES, PROTOCOLS_ABSENT, protocolNamed } from './protocols.js';
import { checkScenario, COMPUTERS_MAX } from './scenario-checks.js';

const TEXT_LENGTH_MAX = 64;

/** The word that says: send nothing. */
const ABSENT = 'absent';

interface Problem {
  readonly input?: unknown;
}

/** Words for a wrong or missing value. */
function needs(what: string): (problem: Problem) => string {
  return ({ input }) => (input === undefined ? `is missing: needs ${what}` : `must be ${what}`);
}

function textNeeded({ input }: Problem): string {
  if (typeof input === 'object' && input !== null) {
    return 'must be one text: lists and { value, signedBy } belong to sm, which is not in this build';
  }
  if (typeof input === 'number' || input === null) {
    return 'must be a text or a whole number: put it in quotes to have it taken as written';
  }
  return needs(`a text of 1 … ${TEXT_LENGTH_MAX} characters`)({ input });
}

function protocolNeeded({ input }: Problem): string {
  const have = PROTOCOL_NAMES.join(' or ');
  if (typeof input === 'string' && PROTOCOLS_ABSENT.includes(input)) return `is not in this build: take ${have}`;
  return needs(have)({ input });
}

const text = z
  .union([z.string().min(1).max(TEXT_LENGTH_MAX), z.int(), z.boolean()], { error: textNeeded })
  .transform(String);

function wholeNumber(range: string): z.ZodInt {
  return z.int({ error: needs(`a whole number, ${range}`) });
}

const rule = z.strictObject(
  {
    to: z
      .array(wholeNumber('a computer id'), { error: needs('a list of computer ids, as in [1, 2]') })
      .min(1, { error: 'is empty and can never match: leave it out to lie to all' })
      .optional()
      .describe('Receivers; left out = all'),
    path: z
      .array(wholeNumber('a computer id'), { error: needs('a list of computer ids, source first, as in [0, 2]') })
      .optional()
      .describe('Chain the relayed value came through, source first, without the traitor; left out = any'),
    round: wholeNumber('1 … the number of rounds').optional(),
    say: text.describe('Value said instead; absent = nothing is sent'),
  },
  { error: needs('a rule, as in { to: [1], say: retreat }') },
);

const file = z.strictObject(
  {
    protocol: z.enum(PROTOCOL_NAMES, { error: protocolNeeded }),
    computers: wholeNumber(`2 … ${COMPUTERS_MAX}`).describe('n; ids are 0 … n-1'),
    faults: wholeNumber('0 … computers − 2').optional().describe('m, the faults the protocol is built for'),
    source: wholeNumber('a computer id'),
    value: text.describe('What a good source sends'),
    default: text.optional().describe('Stands for a message that did not come'),
    choice: z.enum(['majority', 'median'], { error: needs('majority or median') }).optional(),
    traitors: z
      .record(
        z.string().regex(/^(0|[1-9]\d*)$/, { error: 'is not a computer id' }),
        z.array(rule, { error: needs('a list of rules, as in [{ say: retreat }]; [] behaves') }),
        { error: needs('rules by computer id, as in { 3: [{ say: retreat }] }') },
      )
      .optional(),
  },
  { error: needs('a scenario: protocol, computers, faults, source, value, traitors') },
);

type ScenarioFile = z.output<typeof file>;

/** Reads a parsed YAML or JSON document into an `AgreeScenario`; every problem is one issue with its path. */
export const agreeScenarioSchema = file
  .superRefine((value: unknown, context) => {
    checkScenario(value, (path, message) => context.addIssue({ code: 'custom', path: [...path], message }));
  }, { when: () => true })
  .transform(complete);

function complete(scenario: ScenarioFile): AgreeScenario {
  const { protocol, computers, source, value, choice = 'majority', traitors = {} } = scenario;
  const faults = scenario.faults ?? protocolNamed(protocol)?.faultsDefault ?? 0;
  const notes: string[] = [];
  let defaultValue = scenario.default ?? 'retreat';
  if (choice === 'median' && scenario.default === undefined) {
    defaultValue = '0';
    notes.push('default 0: median needs a whole number, and none was given');
  }
  const scripts = Object.entries(traitors).map(([id, rules]): [number, ScriptRule[]] => [
    Number(id),
    rules.map(({ to, path, round, say }) => ({
      to: to ?? null,
      path: path ?? null,
      round: round ?? null,
      say: say === ABSENT ? null : say,
    })),
  ]);
  scripts.sort(([a], [b]) => a - b);
  return { protocol, computers, faults, source, value, defaultValue, choice, traitors: new Map(scripts), notes };
}
