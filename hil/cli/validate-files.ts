/**
 * Reads files for `ironbird validate` and reports what is wrong with each.
 *
 * The kind of a file is told by the keys that only it has. A rig that passes here has also been trimmed and its
 * frame laid out, so that `fly` cannot refuse it afterwards; so has every rig of a campaign.
 */
import { dirname, resolve } from 'node:path';
import { campaignOf } from '../campaign/campaign-file.js';
import { Flyer } from '../campaign/flyer.js';
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

type FileKind = 'rig' | 'agree' | 'campaign';

interface FileVerdict {
  readonly file: string;
  readonly kind: FileKind | null;
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
      const document = readDocument(resolveArgument(file, ['rig', 'scenario', 'agree', 'campaign']));
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

const WORDS: Readonly<Record<FileKind, string>> = {
  rig: 'rig',
  agree: 'agree scenario',
  campaign: 'campaign',
};

function kindOf(document: ParsedDocument): FileKind {
  const { data } = document;
  const has = (key: string): boolean => typeof data === 'object' && data !== null && Object.hasOwn(data, key);
  if (['rigs', 'strata'].some(has)) return 'campaign';
  const rigKeys = ['scheme', 'aircraft', 'pilot', 'durationS', 'sensors'].filter(has).length;
  const agreeKeys = ['protocol', 'source', 'value', 'traitors'].filter(has).length;
  if (rigKeys === 0 && agreeKeys === 0) {
    const hint = 'a rig has the key scheme, an agree scenario protocol, a campaign rigs and strata';
    throw new InputError(document.name, [
      { path: '', message: 'is no rig, no agree scenario and no campaign', hint },
    ]);
  }
  return agreeKeys > rigKeys ? 'agree' : 'rig';
}

async function check(
  document: ParsedDocument,
  kind: FileKind,
  { allowModules = false }: ValidateOptions,
): Promise<void> {
  if (kind === 'agree') {
    checkDocument(document, agreeScenarioSchema);
    return;
  }
  if (kind === 'campaign') {
    await checkCampaign(document, allowModules);
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

/** Trims every rig too. */
async function checkCampaign(document: ParsedDocument, allowModules: boolean): Promise<void> {
  const directory = dirname(resolve(document.name));
  const { variants } = campaignOf(document, { directory, allowModules });
  const flyer = new Flyer(variants, { allowModules });
  const problems: Problem[] = [];
  for (const [i, { name }] of variants.entries()) {
    try {
      await flyer.prepared(i);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push({
        path: 'rigs',
        line: document.lineOf(['rigs']),
        message: `cannot fly ${name}: ${error.message}`,
      });
    }
  }
  if (problems.length > 0) throw new InputError(document.name, problems);
}
