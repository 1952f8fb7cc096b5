/**
 * `ironbird agree <scenario>`: one agreement with a scripted adversary, who decided what, and why.
 */
import type { Command } from 'commander';
import { loadFile } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import { runAgreement } from '../proof/agree.js';
import { agreeScenarioSchema } from '../proof/agree-scenario.js';
import { explainDecision, formatAgreement } from '../proof/format-agreement.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { computerValue } from './option-values.js';
import { type Session, shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

interface AgreeOptions {
  readonly json?: boolean;
  readonly explain?: number;
}

const EXPLAINED_LINES_MAX = 200;

export function addAgree(program: Command, session: Session): void {
  program
    .command('agree')
    .description('one agreement with a scripted adversary: who decided what, and why')
    .argument('<scenario>', 'path, or name of a shipped scenario')
    .option('--explain <computer>', 'show what this computer was told and how it chose', computerValue)
    .option('--json', 'print one JSON document')
    .action((scenario: string, options: AgreeOptions) =>
      session.run(() => agree(session, scenario, options)),
    );
}

function agree(session: Session, argument: string, { json = false, explain }: AgreeOptions): ExitCode {
  const { terminal } = session;
  const scenario = loadFile({ path: resolveArgument(argument, ['agree']), schema: agreeScenarioSchema });
  if (explain !== undefined && explain >= scenario.computers) {
    throw new InputError('--explain', [
      {
        path: 'computer',
        value: explain,
        message: 'is no computer of this scenario',
        range: `0 … ${scenario.computers - 1}`,
      },
    ]);
  }
  terminal.frameLine(session.title(['agree', argument]), { json });
  const agreement = runAgreement(scenario);
  const { document } = agreement;
  const held = document.ic1 && document.ic2 !== false;
  if (json) terminal.document(document);
  else {
    const style = { columns: terminal.out.columns, colour: terminal.out.colour };
    terminal.line();
    for (const line of formatAgreement(agreement, scenario, style)) terminal.line(line);
    if (explain !== undefined) {
      terminal.line();
      const lines = explainDecision(agreement, scenario, {
        computer: explain,
        linesMax: EXPLAINED_LINES_MAX,
        style,
      });
      for (const line of lines) terminal.line(line);
    }
    terminal.line();
  }
  const verdict = held ? 'HELD' : 'VIOLATED';
  const again = shellLine(['ironbird', 'agree', argument]);
  const painted = json ? verdict : terminal.out.paint(verdict, held ? 'good' : 'bad');
  terminal.frameLine(`${painted} · again: ${again}`, { json });
  return held ? EXIT.held : EXIT.violated;
}
