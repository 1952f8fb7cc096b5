/**
 * `ironbird schema <kind>`: the JSON Schema of a file, for editors that complete and check while one types.
 */
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { anyFaultSchema } from '../fault/fault-modes.js';
import { agreeScenarioSchema } from '../proof/agree-scenario.js';
import { rigDocumentSchema } from '../rig/rig-file-schema.js';
import { EXIT } from './exit-codes.js';
import type { Session } from './session.js';

const SCHEMAS: Readonly<Record<string, { readonly title: string; readonly schema: () => z.ZodType }>> = {
  rig: { title: 'Ironbird rig', schema: rigDocumentSchema },
  agree: { title: 'Ironbird agree scenario', schema: () => agreeScenarioSchema },
  fault: { title: 'Ironbird fault', schema: anyFaultSchema },
};

export function addSchema(program: Command, session: Session): void {
  program
    .command('schema')
    .description('the JSON Schema of a file, for editors')
    .addArgument(new Argument('<kind>', 'whose schema').choices(Object.keys(SCHEMAS)))
    .action((kind: string) =>
      session.run(() => {
        const { title, schema } = SCHEMAS[kind];
        session.terminal.document({
          title,
          ...z.toJSONSchema(schema(), { io: 'input', unrepresentable: 'any' }),
        });
        return EXIT.held;
      }),
    );
}
