/**
 * One campaign for the command line: flown by worker threads, kept, counted, printed.
 *
 * The first Ctrl-C lands what is in the air and writes the summary of what was flown; the second ends the process,
 * and even then no flight that was written is lost.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadCampaign } from '../campaign/campaign-file.js';
import type { CampaignSpec } from '../campaign/campaign-spec.js';
import { specOf } from '../campaign/flyer.js';
import { RESULTS_NAME, ResultsFile } from '../campaign/results-file.js';
import type { ResultsHeader } from '../campaign/results-line.js';
import { checkPlanned } from '../campaign/resume-check.js';
import { runFlights, type RunRules } from '../campaign/runner.js';
import { campaignHash, runRulesOf } from '../campaign/runner-rules.js';
import type { ShrunkFailure } from '../campaign/shrink-failures.js';
import type { CampaignSummary } from '../campaign/summary.js';
import { SummaryTally } from '../campaign/summary-tally.js';
import { WorkerPool } from '../campaign/worker-pool.js';
import { grouped } from '../files/grouped-digits.js';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { InputError, printable } from '../files/problem.js';
import { againWords } from './campaign-again.js';
import { openFolder, writeSummary } from './campaign-folder.js';
import { campaignPage } from './campaign-page.js';
import { CampaignProgress } from './campaign-progress.js';
import { campaignVerdict } from './campaign-verdict.js';
import type { CampaignOptions } from './command-options.js';
import type { ExitCode } from './exit-codes.js';
import { type Session, shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';

/** A campaign, from arguments to exit code. */
export async function runCampaign(
  session: Session,
  { argument, options }: { argument: string; options: CampaignOptions },
): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, resume = false, seed, allowModules = false, out } = options;
  const workers = options.workers ?? availableParallelism();
  const campaign = loadCampaign(resolveArgument(argument, ['campaign']), { allowModules });
  const rules = runRulesOf(campaign, { flights: options.flights ?? null });
  const header = headerOf(campaign, { seed });
  const tally = tallyOf(campaign, { header, rules, allowModules });

  const folder = openFolder({ out, resume, name: campaign.name, seed, now: new Date() });
  const results = openResults(folder.path, { campaign, header, tally, resume });
  const before = results.flights;
  try {
    refuseFewer({ before, rules, path: results.path });
    const parts = [printable(campaign.name), `seed ${seed}`, lengthWords(rules), workersWords(workers)];
    terminal.frameLine(session.title(parts), { json });
    if (folder.note !== null) terminal.problem(folder.note);
    if (before > 0)
      terminal.frameLine(`going on after ${grouped(before)} flights in ${folder.path}`, { json });

    const startMs = performance.now();
    const summary = await flyAll(session, { campaign, rules, tally, results, options, workers });
    const tookS = (performance.now() - startMs) / 1000;

    const files = results.path === null ? [] : [results.path];
    // What is made of the results comes here, in this order: failures made smaller, then the report that shows them.
    const call = { argument, options };
    let reduced: readonly ShrunkFailure[] = [];
    if (folder.path !== null) {
      files.push(writeSummary(folder.path, summary));
      const { reduceFailures } = await import('./campaign-failures.js');
      const directory = folder.path;
      if (summary.failures > 0) reduced = await reduceFailures({ terminal, directory, campaign, options });
      const { reportCampaign } = await import('./campaign-report.js');
      files.push(...(await reportCampaign({ directory, campaign, summary, reduced, call })));
    }

    const again = againWords(call);
    if (json) terminal.document(summary);
    else {
      const flown = { call, files, reduced, tookS, before };
      for (const line of campaignPage(summary, flown, terminal.out)) terminal.line(line);
    }
    const { text, tone, code } = campaignVerdict(summary);
    const next =
      summary.end === 'interrupted' && folder.path !== null
        ? `go on: ${shellLine([...again, '--out', folder.path, '--resume'])}`
        : `again: ${shellLine(again)}`;
    terminal.frameLine(`${(json ? terminal.err : terminal.out).paint(text, tone)} · ${next}`, { json });
    return code;
  } finally {
    results.close();
  }
}

/** Until a rule or Ctrl-C ends it. */
async function flyAll(
  { terminal }: Session,
  {
    campaign,
    rules,
    tally,
    results,
    options: { seed, allowModules = false },
    workers,
  }: {
    campaign: CampaignSpec;
    rules: RunRules;
    tally: SummaryTally;
    results: ResultsFile;
    options: CampaignOptions;
    workers: number;
  },
): Promise<CampaignSummary> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  const progress = new CampaignProgress(terminal, { ...rules, before: tally.flights });
  const pool = new WorkerPool({ campaign, seed, options: { allowModules } }, { workers });
  process.once('SIGINT', onInterrupt);
  try {
    const end = await runFlights({
      pool,
      results,
      tally,
      rules,
      now: () => performance.now(),
      signal: interrupt.signal,
      onProgress: () => progress.show({ flown: tally.flights, failures: tally.failures }),
    });
    return tally.summary({ end, resultsHash: results.hash });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    progress.end();
    await pool.close();
  }
}

/** What every flight of a run depends on. */
function headerOf(campaign: CampaignSpec, { seed }: { seed: string }): ResultsHeader {
  return {
    ironbird: PACKAGE_VERSION,
    campaign: campaign.name,
    campaignHash: campaignHash(campaign),
    seed,
  };
}

function tallyOf(
  { description, variants, strata }: CampaignSpec,
  { header, rules, allowModules }: { header: ResultsHeader; rules: RunRules; allowModules: boolean },
): SummaryTally {
  return new SummaryTally({
    campaign: header.campaign,
    campaignHash: header.campaignHash,
    description,
    seed: header.seed,
    planned: rules.flights === Infinity ? null : rules.flights,
    rigs: variants.map((variant) => ({
      name: variant.name,
      periodUs: specOf(variant, { allowModules }).frame.periodUs,
    })),
    strata: strata.map(({ class: stratum, expect, why }) => ({ stratum, expect, why })),
  });
}

function openResults(
  directory: string | null,
  {
    campaign,
    header,
    tally,
    resume,
  }: { campaign: CampaignSpec; header: ResultsHeader; tally: SummaryTally; resume: boolean },
): ResultsFile {
  if (directory === null) return ResultsFile.nowhere(header);
  if (!resume) return ResultsFile.create(directory, header);
  return ResultsFile.resume(directory, {
    header,
    seen: (result) => {
      checkPlanned(campaign, { result, seed: header.seed, path: join(directory, RESULTS_NAME) });
      tally.observe(result);
    },
  });
}

/** Results that are there already are not taken out again. */
function refuseFewer({
  before,
  rules,
  path,
}: {
  before: number;
  rules: RunRules;
  path: string | null;
}): void {
  if (before <= rules.flights) return;
  const hint = 'leave --resume out and name another folder';
  throw new InputError(path ?? 'results', [
    { path: '', message: `holds ${before} flights, more than the ${rules.flights} asked for`, hint },
  ]);
}

function lengthWords({ flights, timeMs }: RunRules): string {
  const most = flights === Infinity ? 'until precise' : `${grouped(flights)} flights`;
  return timeMs === Infinity ? most : `${most} or ${Number((timeMs / 60_000).toPrecision(3))} min`;
}

function workersWords(workers: number): string {
  return `${workers} worker${workers === 1 ? '' : 's'}`;
}
