/**
 * One flight of a campaign, flown by itself and shown as `ironbird fly` shows it: the command that replays a failure.
 */
import { loadCampaign } from '../campaign/campaign-file.js';
import { planFlight } from '../campaign/campaign-plans.js';
import { Flyer } from '../campaign/flyer.js';
import { InputError, printable } from '../files/problem.js';
import type { FlightReport } from '../rig/fly.js';
import { onlyWords } from './campaign-again.js';
import type { CampaignOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { flightPage } from './flight-page.js';
import { type Session, shellLine } from './session.js';
import { resolveArgument } from './shipped-files.js';
import { verdictLine } from './verdict-line.js';

/** Exit code 1 where the flight fails and its stratum is not expected to. */
export async function flyOnly(
  session: Session,
  { argument, index, options }: { argument: string; index: number; options: CampaignOptions },
): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, seed, allowModules = false } = options;
  const campaign = loadCampaign(resolveArgument(argument, ['campaign']), { allowModules });
  if (campaign.size !== null && index >= campaign.size) {
    const range = `0 … ${campaign.size - 1}`;
    throw new InputError(argument, [
      { path: '--only', value: index, message: 'is no flight of this campaign', range },
    ]);
  }
  const plan = planFlight(campaign, { seed, index });
  const flyer = new Flyer(campaign.variants, { allowModules });
  const { name } = campaign.variants[plan.variant];
  const replay = shellLine(onlyWords({ argument, options }, index));
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  let report: FlightReport;
  try {
    const parts = [campaign.name, `flight ${index}`, name, plan.stratum].map(printable);
    terminal.frameLine(session.title([...parts, `seed ${seed}`]), { json });
    report = await flyer.report(plan, undefined, { replay, signal: interrupt.signal });
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
  if (json) terminal.document(report.document);
  else for (const line of flightPage(report, terminal.out)) terminal.line(line);
  const stratum = campaign.strata.find((each) => each.class === plan.stratum);
  const judged = expecting(report, stratum?.expect ?? 'pass');
  terminal.frameLine(verdictLine(judged, json ? terminal.err : terminal.out), { json });
  return exitCodeOf(judged);
}

/** Of a class that is expected to be lost, at least one flight must be, not every one. */
function expecting(report: FlightReport, expect: 'pass' | 'fail'): FlightReport {
  const { prepared, document } = report;
  const wanted = expect === 'fail' && document.verdict === 'fail' ? 'fail' : 'pass';
  return { ...report, prepared: { ...prepared, spec: { ...prepared.spec, expect: wanted } } };
}

function exitCodeOf({ document, interrupted, prepared }: FlightReport): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (document.verdict === 'inconclusive') return EXIT.inconclusive;
  return document.verdict === prepared.spec.expect ? EXIT.held : EXIT.violated;
}
