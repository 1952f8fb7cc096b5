/**
 * `aircraft f16 --check FILE`: our aircraft beside values computed elsewhere.
 */
import { z } from 'zod';
import { loadFile } from '../files/load-file.js';
import { InputError } from '../files/problem.js';
import {
  checkReference,
  REFERENCE_TOLERANCE,
  ReferenceFormatError,
  type ReferenceReport,
} from '../plant/reference-check.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';

export function printReferenceCheck(
  session: Session,
  { path, json }: { path: string; json: boolean },
): ExitCode {
  const { terminal } = session;
  const report = checked(path);
  terminal.frameLine(session.title(['f16', 'check', path]), { json });
  if (json) terminal.document(report);
  else {
    terminal.line();
    for (const list of ['points', 'trims', 'trajectories'] as const) {
      const { compared, worst } = report[list];
      const tolerance = REFERENCE_TOLERANCE[list];
      const result =
        compared === 0
          ? terminal.out.paint('nothing to compare', 'dim')
          : `worst error ${worst.toExponential(1)}, allowed ${tolerance.toExponential(0)}  ${
              worst <= tolerance ? terminal.out.paint('ok', 'good') : terminal.out.paint('TOO LARGE', 'bad')
            }`;
      terminal.line(`${list.padEnd(14)}${String(compared).padStart(4)} compared   ${result}`);
    }
    terminal.line();
  }
  const { word, code } = verdictOf(report);
  terminal.frameLine(word, { json });
  return code;
}

function checked(path: string): ReferenceReport {
  const data = loadFile({ path, schema: z.unknown() });
  try {
    return checkReference(data);
  } catch (error) {
    if (error instanceof ReferenceFormatError) throw new InputError(path, error.problems);
    throw error;
  }
}

function verdictOf({ ok, points, trims, trajectories }: ReferenceReport): { word: string; code: ExitCode } {
  if (ok) return { word: 'AGREES', code: EXIT.held };
  if (points.compared + trims.compared + trajectories.compared === 0) {
    return { word: 'INCONCLUSIVE: the file holds nothing to compare', code: EXIT.inconclusive };
  }
  return { word: 'DIFFERS', code: EXIT.violated };
}
