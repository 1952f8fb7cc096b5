/**
 * Who was in command when, in words: one line a turn, and one for each unit that stood by and was lost.
 */
import type { CommandLog, CommandTurn, StandbyLoss } from '../rig/command-log.js';
import type { FlightReport } from '../rig/fly.js';
import { plural, when } from './page-words.js';

/** Turns shown before the rest is only counted. */
const TURNS_SHOWN = 20;

export function commandLines({ document, prepared }: FlightReport, command: CommandLog): string[] {
  const { spec } = prepared;
  const turns = command.finished();
  const lines = turns.slice(0, TURNS_SHOWN).map((turn, i) => {
    const from = i === 0 ? 'from the start' : `from ${when(turn.frame, spec)}`;
    return `${unitName(turn.computers)} ${from}${i === 0 ? '' : `: ${why(turn, turns[i - 1])}`}`;
  });
  if (turns.length > TURNS_SHOWN) lines.push(`and ${plural(turns.length - TURNS_SHOWN, 'turn')} more`);
  for (const loss of command.standbyLosses())
    lines.push(`${unitName(loss.computers)} stood by until ${when(loss.frame, spec)}, then ${went(loss)}`);
  if (command.framesWithout > 0)
    lines.push(
      `nobody in command in ${plural(command.framesWithout, 'frame')}: the surfaces held or trailed`,
    );
  const bound = document.agreement.withinBound ? 'within' : 'outside';
  lines.push(`${bound} the bound of the scheme`);
  return lines;
}

function unitName(computers: readonly number[]): string {
  if (computers.length === 0) return 'nobody';
  return computers.length === 1 ? `computer ${computers[0]}` : `pair ${computers.join(' + ')}`;
}

function why({ because, by }: CommandTurn, { computers }: CommandTurn): string {
  const before = unitName(computers);
  switch (because) {
    case 'tripped':
      return `${by.length === 0 ? 'someone' : by.map((id) => `computer ${id}`).join(' and ')} had switched ${before} off`;
    case 'disagreed':
      return `the halves of ${before} disagreed, and it shut`;
    default:
      return `${before} had fallen silent`;
  }
}

function went({ because }: StandbyLoss): string {
  return because === 'disagreed' ? 'its halves disagreed, and it shut' : 'fell silent';
}
