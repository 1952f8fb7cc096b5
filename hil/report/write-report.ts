/**
 * Writes `report.html` and `junit.xml` into the folder of a campaign that has been flown.
 *
 *   results, one after the other ──► exercise ledger, picks ──► six flown again ──► page
 *   summary ─────────────────────────────────────────────────────────────────────► page, junit
 *
 * Results are read as they come and nothing of them is kept but counts and the few flights that are shown, so a report
 * on a million flights takes no more memory than one on a hundred.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onDisk } from '../files/bench-error.js';
import type { FlightResult } from '../campaign/flight-result.js';
import type { Flyer } from '../campaign/flyer.js';
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { ExerciseLedger } from './exercise-ledger.js';
import { FlightPicks } from './flight-picks.js';
import { type FlightStory, retell } from './flight-story.js';
import { junitDocument } from './junit.js';
import { reportPage } from './report-page.js';

const STORIES_MAX = 6;

export interface ReportRequest {
  /** Of the campaign's results; it is there. */
  readonly directory: string;
  readonly summary: CampaignSummary;
  /** Its failures made smaller, one of each rig and class. */
  readonly reduced: readonly ShrunkFailure[];
  /** By index. */
  readonly results: AsyncIterable<FlightResult> | Iterable<FlightResult>;
  /** Of the campaign's variants. */
  readonly flyer: Flyer;
  /** Names of the variants, in their order. */
  readonly rigs: readonly string[];
  /** The command that flies the campaign again. */
  readonly command: string;
  /** The command that flies one of its flights again. */
  readonly replayOf: (flight: FlightResult) => string;
}

/** Writes both files. Throws BenchError where a file cannot be written, and leaves none half written. */
export async function writeReport(request: ReportRequest): Promise<{ html: string; junit: string }> {
  const { directory, summary, reduced, results, command, replayOf } = request;
  const expected = new Set(
    summary.expectations.filter(({ expect }) => expect === 'fail').map(({ stratum }) => stratum),
  );
  const ledger = new ExerciseLedger();
  const picks = new FlightPicks({ expected });
  for await (const result of results) {
    ledger.add(result);
    picks.add(result);
  }
  const stories: FlightStory[] = [];
  for (const pick of picks.picks({ count: STORIES_MAX })) {
    const variant = request.rigs.indexOf(pick.flight.rig);
    if (variant >= 0) stories.push(await retell(pick, { flyer: request.flyer, variant }));
  }
  const page = reportPage({
    summary,
    reduced,
    exercise: ledger.rows(),
    stories,
    command,
    replayOf: ({ pick }) => replayOf(pick.flight),
  });
  return {
    html: writeWhole(join(directory, 'report.html'), page),
    junit: writeWhole(join(directory, 'junit.xml'), junitDocument(summary, { command, replayOf })),
  };
}

/** Under its name stands the old file or the new one, never a part of either. */
function writeWhole(path: string, text: string): string {
  const draft = `${path}.${process.pid}.part`;
  return onDisk(
    () => {
      try {
        writeFileSync(draft, text);
        renameSync(draft, path);
      } finally {
        rmSync(draft, { force: true });
      }
      return path;
    },
    { path, what: 'cannot be written' },
  );
}
