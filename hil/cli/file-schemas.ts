/**
 * The JSON Schemas of the files that users write, from the schemas that check them.
 */
import { z } from 'zod';
import { campaignDocumentSchema } from '../campaign/campaign-schema.js';
import { anyFaultSchema } from '../fault/fault-modes.js';
import { agreeScenarioSchema } from '../proof/agree-scenario.js';
import { rigDocumentSchema } from '../rig/rig-file-schema.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { SchemaKind } from './command-options.js';
import type { Session } from './session.js';

const SCHEMAS: Readonly<Record<SchemaKind, { readonly title: string; readonly schema: () => z.ZodType }>> = {
  rig: { title: 'Ironbird rig', schema: rigDocumentSchema },
  agree: { title: 'Ironbird agree scenario', schema: () => agreeScenarioSchema },
  fault: { title: 'Ironbird fault', schema: anyFaultSchema },
  campaign: { title: 'Ironbird campaign', schema: campaignDocumentSchema },
};

export function printSchema({ terminal }: Session, kind: SchemaKind): ExitCode {
  const { title, schema } = SCHEMAS[kind];
  terminal.document({ title, ...z.toJSONSchema(schema(), { io: 'input', unrepresentable: 'any' }) });
  return EXIT.held;
}
