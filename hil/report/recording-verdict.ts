/**
 * The one message of /verdict: what the flight came to, at the time of its end.
 */
import type { FlyDocument } from '../rig/fly-document.js';
import type { MessageSchema } from './recording-channels.js';

const COUNTS = [
  'frames',
  'ic1',
  'ic2',
  'command_splits',
  'met',
  'missed',
  'skipped',
  'aborted',
  'hazard_frame',
] as const;

export const VERDICT_SCHEMA: MessageSchema = {
  name: 'ironbird.Verdict',
  text: JSON.stringify({
    title: 'ironbird.Verdict',
    type: 'object',
    properties: {
      verdict: { type: 'string', description: 'pass, fail, inconclusive' },
      interrupted: { type: 'boolean', description: 'stopped by hand before its end' },
      within_bound: { type: 'boolean', description: 'the faults were such as the scheme is built for' },
      hazard: { type: 'string', description: 'the limit that broke; left out = none' },
      trace_hash: { type: 'string', description: 'SHA-256 over the records of all frames' },
      ...Object.fromEntries(COUNTS.map((name) => [name, { type: 'integer' }])),
    },
  }),
};

export function verdictMessage({
  document,
  interrupted,
}: {
  document: FlyDocument;
  interrupted: boolean;
}): string {
  const { verdict, frames, agreement, deadline, hazard, traceHash } = document;
  const { met, missed, skipped, aborted } = deadline;
  const counts: Record<(typeof COUNTS)[number], number | undefined> = {
    frames,
    ic1: agreement.ic1,
    ic2: agreement.ic2,
    command_splits: agreement.commandSplits,
    met,
    missed,
    skipped,
    aborted,
    hazard_frame: hazard?.frame,
  };
  return JSON.stringify({
    verdict,
    interrupted,
    within_bound: agreement.withinBound,
    ...(hazard === null ? {} : { hazard: hazard.limit }),
    ...counts,
    trace_hash: traceHash,
  });
}
