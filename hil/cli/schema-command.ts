/**
 * `ironbird schema <kind>`: the JSON Schema of a file, for editors that complete and check while one types.
 */
import { Argument, type Command } from 'commander';
import type { SchemaKind } from './command-options.js';
import type { Session } from './session.js';

const KINDS: readonly SchemaKind[] = ['rig', 'agree', 'fault', 'campaign'];

export function addSchema(program: Command, session: Session): void {
  program
    .command('schema')
    .description('the JSON Schema of a file, for editors')
    .addArgument(new Argument('<kind>', 'whose schema').choices(KINDS))
    .action((kind: SchemaKind) =>
      session.run(async () => (await import('./file-schemas.js')).printSchema(session, kind)),
    );
}
