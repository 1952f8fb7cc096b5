/**
 * One agreement, run for the command line and printed as a page or a document.
 */
import { loadFile } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import { runAgreement } from '../proof/agree.js';
import { agreeScenarioSchema } from '../proof/agree-scenario.js';
import { explainDecision, formatAgreement } from '../proof/format-agreement.js';
import type { AgreeOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type Session, shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

const EXPLAINED_LINES_MAX = 200;

/** Exit code 1 where IC1 or IC2 does not hold. */
export function printAgreement(
  session: Session,
  argument: string,
  { json = false, explain }: AgreeOptions,
): ExitCode {
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
