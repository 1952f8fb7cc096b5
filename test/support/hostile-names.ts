/**
 * Names as an attacker would write them into a campaign file, and a campaign in which everything is called so.
 */
import type { FlightResult } from '../../hil/campaign/flight-result.js';
import type { FlownCampaign } from './flown-campaign.js';

export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</script><script>alert(1)</script>',
  '</title></style></textarea>--><iframe src=javascript:alert(1)>',
  ']]><!--',
  '=cmd|"/C calc"!A0',
  'nul \u0000 bell \u0007 escape \u001b[31m',
  'turned \u202e round \u2066 hidden \u200b',
  'half \ud800 a pair, \uffff',
  '&lt;b&gt; &amp;amp;',
  '../../../etc/passwd',
  '${7*7} {{7*7}} javascript:alert(1)',
] as const;

/** The same campaign with every name and text of it made hostile; each gets one of its own. */
export function madeHostile({
  results,
  summary,
  reduced,
}: Pick<FlownCampaign, 'results' | 'summary' | 'reduced'>): Pick<
  FlownCampaign,
  'results' | 'summary' | 'reduced'
> & {
  nameOf: (name: string) => string;
} {
  const names = new Map<string, string>();
  const nameOf = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    // Every one in full, in another order for each, so that all are everywhere and none is alike.
    const turned = HOSTILE.map((_, i) => HOSTILE[(i + names.size) % HOSTILE.length]);
    names.set(name, `${name} ${turned.join(' ')}`);
    return nameOf(name);
  };
  const renamed = (result: FlightResult): FlightResult => ({
    ...result,
    rig: nameOf(result.rig),
    stratum: nameOf(result.stratum),
    faults: result.faults.map((fault) => ({
      ...fault,
      target: `${fault.target.split('/', 1)[0]}${HOSTILE[0]}/${fault.target.slice(fault.target.indexOf('/') + 1)}`,
      mode: nameOf(fault.mode),
    })),
  });
  return {
    nameOf,
    results: results.map(renamed),
    reduced: reduced.map((failure) => ({
      ...failure,
      rig: nameOf(failure.rig),
      stratum: nameOf(failure.stratum),
      command: HOSTILE.join(' '),
      faults: failure.faults.map((fault) => ({ ...fault, id: HOSTILE.join(' '), [HOSTILE[0]]: HOSTILE[0] })),
    })),
    summary: {
      ...summary,
      campaign: nameOf('campaign'),
      description: nameOf('description'),
      weakest: summary.weakest === null ? null : nameOf(summary.weakest),
      strata: summary.strata.map((stratum) => ({ ...stratum, class: nameOf(stratum.class) })),
      expectations: summary.expectations.map((entry) => ({
        ...entry,
        stratum: nameOf(entry.stratum),
        why: nameOf('why'),
      })),
      cells: summary.cells.map((cell) => ({ ...cell, rig: nameOf(cell.rig), stratum: nameOf(cell.stratum) })),
      worst: summary.worst.map(renamed),
      firstFailures: summary.firstFailures.map(renamed),
    },
  };
}
