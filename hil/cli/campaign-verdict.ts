/**
 * The last line of a campaign and its exit code.
 *
 *   interrupted                                     130
 *   no flight was conclusive                          4   nothing was exercised
 *   a stratum is not what the file expects of it      1
 *   a stratum was never exercised                     4   of that one the campaign says nothing
 *   all are as expected                               0
 */
import type { CampaignSummary } from '../campaign/summary.js';
import { printable } from '../files/problem.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Tone } from './terminal.js';

export interface CampaignVerdict {
  readonly text: string;
  readonly tone: Tone;
  readonly code: ExitCode;
}

export function campaignVerdict(summary: CampaignSummary): CampaignVerdict {
  const { end, flights, planned, rate, expectations } = summary;
  const missed = expectations.filter(({ outcome }) => outcome === 'missed');
  const open = expectations.filter(({ outcome }) => outcome === 'open');
  if (end === 'interrupted') {
    const of = planned === null ? '' : ` of ${planned}`;
    const soFar = missed.length > 0 ? ', violated so far' : '';
    return {
      text: `INTERRUPTED after ${flights}${of} flights${soFar}`,
      tone: 'warn',
      code: EXIT.interrupted,
    };
  }
  if (rate.n === 0) {
    return { text: 'INCONCLUSIVE: nothing was exercised', tone: 'warn', code: EXIT.inconclusive };
  }
  if (missed.length > 0) {
    const what = missed[0].expect === 'pass' ? 'lost' : 'survived, but expected to be lost';
    const more = missed.length === 1 ? '' : `, and ${missed.length - 1} more`;
    const text = `VIOLATED: ${printable(missed[0].stratum)} ${what}${more}`;
    return { text, tone: 'bad', code: EXIT.violated };
  }
  if (open.length > 0) {
    const more = open.length === 1 ? '' : `, and ${open.length - 1} more`;
    const text = `INCONCLUSIVE: ${printable(open[0].stratum)} never exercised${more}`;
    return { text, tone: 'warn', code: EXIT.inconclusive };
  }
  return { text: 'HELD', tone: 'good', code: EXIT.held };
}
