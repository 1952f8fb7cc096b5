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
 * problems. Messages continue the words "path = value", which `hil/files` puts before them.
 */
import { z } from 'zod';
import type { AgreeScenario, Saying, ScriptRule } from './agreement-protocol.js';
import { PROTOCOL_NAMES, protocolNamed } from './protocols.js';
import { checkScenario, COMPUTER_KEY, COMPUTERS_MAX } from './scenario-checks.js';

const TEXT_LENGTH_MAX = 64;

/** Chains that one line of a script can say. */
const SAYINGS_MAX = 64;

/** The word that says: send nothing. */
export const ABSENT = 'absent';

interface Found {
  readonly input?: unknown;
}

function needs(what: string): { error: (found: Found) => string } {
  return { error: ({ input }) => (input === undefined ? `is missing: needs ${what}` : `must be ${what}`) };
}

const outOfRange = { error: 'is out of range' };

const textNeeded = {
  error: ({ input }: Found): string => {
    if (typeof input === 'object' && input !== null) {
      return 'must be one text';
    }
    if (typeof input === 'number' || input === null) {
      return 'must be a text or a whole number: put it in quotes to have it taken as written';
    }
    if (typeof input === 'string') return `must be 1 … ${TEXT_LENGTH_MAX} characters long`;
    return 'is missing: needs a text or a whole number';
  },
};

const text = z
  .union(
    [
      z.string(textNeeded).min(1, textNeeded).max(TEXT_LENGTH_MAX, textNeeded),
      z.int(textNeeded),
      z.boolean(textNeeded),
    ],
    textNeeded,
  )
  .transform(String);

const sayingNeeded = {
  error: (found: Found): string =>
    typeof found.input === 'object' && found.input !== null
      ? `must be a value, { value: x, signedBy: [0, 3] }, or a list of 1 … ${SAYINGS_MAX} of these`
      : textNeeded.error(found),
};

/** Not z.int(): a fraction there would keep `scenario-checks.ts` from running and so hide other problems. */
function whole(what: string): z.ZodNumber {
  return z.number(needs(what)).refine(Number.isSafeInteger, needs(what)).meta({ type: 'integer' });
}

const computerId = whole('a computer id')
  .min(0, outOfRange)
  .max(COMPUTERS_MAX - 1, outOfRange);

const ids = needs('a list of computer ids, as in [0, 3]');

const signedSaying = z.strictObject(
  {
    value: text,
    signedBy: z.array(computerId, ids).min(1, ids).max(COMPUTERS_MAX, ids).describe('Signers, source first'),
    convinces: z
      .array(computerId, ids)
      .optional()
      .describe('signatures: vector: who can check what the traitors signed; left out = all'),
  },
  sayingNeeded,
);

const saying = z.union([text, signedSaying], sayingNeeded);

const rule = z.strictObject(
  {
    to: z
      .array(computerId, needs('a list of computer ids, as in [1, 2]'))
      .min(1, { error: 'is empty and can never match: leave it out to lie to all' })
      .optional()
      .describe('Receivers; left out = all'),
    path: z
      .array(computerId, needs('a list of computer ids, source first, as in [0, 2]'))
      .optional()
      .describe('Chain the relayed value came through, source first, without the traitor; left out = any'),
    round: whole('a whole number').min(1, outOfRange).optional().describe('Left out = any'),
    say: z
      .union(
        [
          text,
          signedSaying,
          z.array(saying, sayingNeeded).min(1, sayingNeeded).max(SAYINGS_MAX, sayingNeeded),
        ],
        sayingNeeded,
      )
      .describe('Value said instead; absent = nothing is sent; sm: also chains, and lists'),
  },
  needs('a rule, as in { to: [1], say: retreat }'),
);

const file = z.strictObject(
  {
    protocol: z.enum([...PROTOCOL_NAMES], needs(PROTOCOL_NAMES.join(' or '))),
    computers: whole('a whole number')
      .min(2, outOfRange)
      .max(COMPUTERS_MAX, outOfRange)
      .describe('n; ids are 0 … n-1'),
    faults: whole('a whole number')
      .min(0, outOfRange)
      .max(COMPUTERS_MAX - 2, outOfRange)
      .optional()
      .describe('m, the faults the protocol is built for; tmr: 1 if left out'),
    source: computerId,
    value: text.describe('What a good source sends'),
    default: text.optional().describe('Stands for a message that did not come; retreat, or 0 for median'),
    choice: z.enum(['majority', 'median'], needs('majority or median')).optional(),
    signatures: z
      .enum(['transferable', 'vector'], needs('transferable or vector'))
      .optional()
      .describe('sm: proof for everyone, or one tag for each receiver, which proves nothing to a third'),
    traitors: z
      .record(
        z.string().regex(COMPUTER_KEY, { error: `must be a computer id, 0 … ${COMPUTERS_MAX - 1}` }),
        z.array(rule, needs('a list of rules, as in [{ say: retreat }]; [] behaves')),
        needs('rules by computer id, as in { 3: [{ say: retreat }] }'),
      )
      .optional(),
  },
  needs('a scenario: protocol, computers, faults, source, value, traitors'),
);

type ScenarioFile = z.output<typeof file>;
type SayingFile = z.output<typeof saying>;

/** Reads a parsed YAML or JSON document into an `AgreeScenario`; every problem is one issue with its path. */
export const agreeScenarioSchema = file
  .superRefine(
    (value: unknown, context) => {
      checkScenario(value, (path, message, params = {}) => {
        context.addIssue({ code: 'custom', path: [...path], message, params });
      });
    },
    { when: () => true },
  )
  .transform(complete);

function complete(scenario: ScenarioFile): AgreeScenario {
  const { protocol, computers, source, value, choice = 'majority', signatures, traitors = {} } = scenario;
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
      say: typeof say !== 'string' || say === ABSENT ? null : say,
      ...(typeof say === 'string' ? {} : { sayings: (Array.isArray(say) ? say : [say]).map(sayingOf) }),
    })),
  ]);
  scripts.sort(([a], [b]) => a - b);
  return {
    protocol,
    computers,
    faults,
    source,
    value,
    defaultValue,
    choice,
    traitors: new Map(scripts),
    notes,
    ...(signatures === undefined ? {} : { signatures }),
  };
}

function sayingOf(saying: SayingFile): Saying {
  if (typeof saying === 'string') return saying;
  const { value, signedBy, convinces } = saying;
  return { value, signedBy, ...(convinces === undefined ? {} : { convinces }) };
}
