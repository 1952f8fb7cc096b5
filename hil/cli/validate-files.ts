/**
 * Reads files for `ironbird validate` and reports what is wrong with each.
 *
 * The kind of a file is told by the keys that only it has. A rig that passes here has also been trimmed and its
 * frame laid out, so that `fly` cannot refuse it afterwards.
 */
import { dirname, resolve } from 'node:path';
import type { ParsedDocument } from '../files/document.js';
import { checkDocument, readDocument } from '../files/load-file.js';
import { InputError, type Problem } from '../files/problem.js';
import { agreeScenarioSchema } from '../proof/agree-scenario.js';
import { prepareRig } from '../rig/build-rig.js';
import { rigOf } from '../rig/rig-file.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';
import { resolveArgument } from './shipped-files.js';
import type { ValidateOptions } from './command-options.js';

interface FileVerdict {
  readonly file: string;
  readonly kind: 'rig' | 'agree' | null;
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

/** Exit code 2 where any file has a problem. */
export async function validateFiles(
  session: Session,
  files: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const verdicts: FileVerdict[] = [];
  for (const file of files) {
    let kind: FileVerdict['kind'] = null;
    try {
      const document = readDocument(resolveArgument(file, ['rig', 'scenario', 'agree']));
      kind = kindOf(document);
      await check(document, kind, options);
      verdicts.push({ file, kind, ok: true, problems: [] });
      if (options.json !== true)
        terminal.line(`${file}: ${terminal.out.paint('ok', 'good')} (${WORDS[kind]})`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      verdicts.push({ file, kind, ok: false, problems: error.problems });
      if (options.json !== true) session.refuse(error);
    }
  }
  if (options.json === true) terminal.document({ files: verdicts });
  return verdicts.every(({ ok }) => ok) ? EXIT.held : EXIT.badInput;
}

const WORDS = { rig: 'rig', agree: 'agree scenario' } as const;

function kindOf(document: ParsedDocument): 'rig' | 'agree' {
  const { data } = document;
  const has = (key: string): boolean => typeof data === 'object' && data !== null && Object.hasOwn(data, key);
  const rigKeys = ['scheme', 'aircraft', 'pilot', 'durationS', 'sensors'].filter(has).length;
  const agreeKeys = ['protocol', 'source', 'value', 'traitors'].filter(has).length;
  if (rigKeys === 0 && agreeKeys === 0) {
    const hint = 'a rig has the key scheme, an agree scenario the key protocol';
    throw new InputError(document.name, [
      { path: '', message: 'is neither a rig nor an agree scenario', hint },
    ]);
  }
  return agreeKeys > rigKeys ? 'agree' : 'rig';
}

async function check(
  document: ParsedDocument,
  kind: 'rig' | 'agree',
  { allowModules = false }: ValidateOptions,
): Promise<void> {
  if (kind === 'agree') {
    checkDocument(document, agreeScenarioSchema);
    return;
  }
  const spec = rigOf(document, { directory: dirname(resolve(document.name)), allowModules });
  try {
    await prepareRig(spec);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const located = error.problems.map((problem) => ({
      ...problem,
      line: document.lineOf(problem.path.split('.')),
    }));
    throw new InputError(document.name, located);
  }
}
