/**
 * `ironbird search`, printed: the search beside as many plans at random, and the worst of all of them, reduced.
 *
 * Exit code 1 where a flight failed, 0 where none did. That none did is no proof that none can; the page says how many
 * were flown. The first Ctrl-C ends it between two flights and prints what there is.
 */
import { basename, dirname, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { scenarioText, writeScenario } from '../campaign/scenario-file.js';
import { type FlownTrial, reduceWorst, searchRig } from '../campaign/search-rig.js';
import type { Found, Searched } from '../campaign/search.js';
import { failureText } from '../campaign/shrink-failures.js';
import type { Shrunk } from '../campaign/shrink.js';
import { grouped } from '../files/grouped-digits.js';
import type { SearchOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { plural } from './page-words.js';
import { readSearch, searchAgain, type SearchRequest } from './search-request.js';
import { type Session, shellLine } from './session.js';
import { type Terminal, wrap } from './terminal.js';

const FLIGHTS_PER_TURN = 8;
const QUIET_MS = 1500;
const UPDATE_MS = 250;
const CELL = 14;

interface Outcome {
  readonly guided: Searched<FlownTrial>;
  readonly random: Searched<FlownTrial>;
  /** The worst of both; null where no plan counted. */
  readonly worst: Found<FlownTrial> | null;
  readonly reduced: Shrunk | null;
  /** Flies the reduced plan; empty where there is none. */
  readonly replay: string;
}

export async function printSearch(
  session: Session,
  argument: string,
  options: SearchOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const { json = false, seed, flights } = options;
  const request = readSearch(argument, options);
  terminal.frameLine(session.title(['search', request.spec.name, `seed ${seed}`, 'virtual time']), { json });
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  const counter = new FlightCounter(terminal, { total: 2 * flights });
  let outcome: Outcome;
  try {
    outcome = await run(request, {
      argument,
      options,
      signal: interrupt.signal,
      onFlight: () => counter.count(),
    });
  } finally {
    counter.end();
    process.removeListener('SIGINT', onInterrupt);
  }
  if (json) terminal.document(documentOf(request, options, outcome));
  else for (const line of page(request, outcome, terminal.out.columns)) terminal.line(line);
  const { worst, reduced } = outcome;
  const failed = worst?.trial.result.verdict === 'fail';
  if (options.out !== undefined) {
    const written =
      failed && reduced !== null ? writeWorst(options.out, { request, reduced, options }) : null;
    const text = written === null ? `nothing failed: ${options.out} is not written` : `written: ${written}`;
    terminal.frameLine(text, { json });
  }
  const again = searchAgain(argument, options);
  const painter = json ? terminal.err : terminal.out;
  const [word, tone] = interrupt.signal.aborted
    ? (['INTERRUPTED', 'warn'] as const)
    : failed
      ? (['VIOLATED', 'bad'] as const)
      : worst === null
        ? (['INCONCLUSIVE', 'warn'] as const)
        : (['HELD', 'good'] as const);
  terminal.frameLine(`${painter.paint(word, tone)} · again: ${again}`, { json });
  if (interrupt.signal.aborted) return EXIT.interrupted;
  return failed ? EXIT.violated : worst === null ? EXIT.inconclusive : EXIT.held;
}

async function run(
  { flyer, space, beyond, variant }: SearchRequest,
  {
    argument,
    options,
    signal,
    onFlight,
  }: { argument: string; options: SearchOptions; signal: AbortSignal; onFlight: () => Promise<void> },
): Promise<Outcome> {
  const { flights, seed, allowModules = false, duration } = options;
  const searched = await searchRig({ flyer, variant: 0, space, seed, flights, beyond, signal, onFlight });
  const { guided, random } = searched;
  const worst = worseOf(guided.best, random.best);
  if (worst === null) return { guided, random, worst, reduced: null, replay: '' };
  const { plan, trial } = worst;
  const reduced = await reduceWorst(variant, { plan, result: trial.result, allowModules });
  const words = ['ironbird', 'fly', argument, '--seed', seed];
  if (duration !== undefined) words.push('--duration', String(duration));
  for (const entry of reduced.smallest.plan.faults) words.push('--fault', JSON.stringify(entry));
  if (allowModules) words.push('--allow-modules');
  return { guided, random, worst, reduced, replay: shellLine(words) };
}

function worseOf(a: Found<FlownTrial> | null, b: Found<FlownTrial> | null): Found<FlownTrial> | null {
  if (a === null || b === null) return a ?? b;
  return (b.trial.harm ?? 0) > (a.trial.harm ?? 0) ? b : a;
}

function page({ spec, space, faults, beyond }: SearchRequest, outcome: Outcome, columns: number): string[] {
  const { guided, random, worst, reduced, replay } = outcome;
  const bound = beyond ? 'beyond what the scheme claims to hold' : 'within the bound of the scheme';
  const about = `${plural(faults, 'fault')} at a time, of ${plural(space.modes.length, 'mode')}, ${bound}; flights of ${spec.durationS} s.`;
  const lines = ['', ...wrap(about, columns), '', cells('', ['flights', 'first lost', 'worst at', 'margin'])];
  lines.push(row('search', guided), row('at random', random), '');
  lines.push(
    ...wrap(
      'Margin: the least share left of the room to a limit that there was at the start; at 0 the aircraft is lost.',
      columns,
    ),
  );
  if (worst === null || reduced === null) {
    lines.push('', ...wrap(`No plan was ${bound}, so none counted; --beyond counts them all.`, columns));
    return lines;
  }
  const { report, flights, minimal, smallest } = reduced;
  if (smallest.plan.faults.length === 0) {
    const text = `No plan came nearer to a limit than the flight without faults: ${report.margin.toFixed(3)}.`;
    return [...lines, '', ...wrap(text, columns), ''];
  }
  const what =
    report.document.verdict === 'fail'
      ? failureText(report)
      : `survived, with a margin of ${report.margin.toFixed(3)}`;
  const ending = minimal ? '' : ', not to the end';
  lines.push(
    '',
    ...wrap(`The worst, reduced in ${plural(flights, 'flight')}${ending}: ${what}.`, columns),
    '',
  );
  for (const entry of smallest.plan.faults) lines.push(`  ${JSON.stringify(entry)}`);
  lines.push('', `fly it: ${replay}`);
  return lines;
}

function row(name: string, { best, firstLost, flights }: Searched<FlownTrial>): string {
  const margin = best === null ? '-' : best.trial.lost ? 'lost' : best.trial.result.margin.toFixed(3);
  return cells(name, [
    grouped(flights),
    firstLost === null ? 'none' : grouped(firstLost),
    best === null ? '-' : grouped(best.flight),
    margin,
  ]);
}

function cells(name: string, texts: readonly string[]): string {
  return name.padEnd(CELL) + texts.map((text) => text.padStart(CELL)).join('');
}

function documentOf(
  { spec, space, faults, beyond }: SearchRequest,
  { seed }: SearchOptions,
  { guided, random, reduced, replay }: Outcome,
): object {
  return {
    rig: spec.name,
    seed,
    faults,
    beyond,
    modes: space.modes,
    search: summaryOf(guided),
    random: summaryOf(random),
    worst:
      reduced === null
        ? null
        : {
            verdict: reduced.report.document.verdict,
            withinBound: reduced.report.document.agreement.withinBound,
            hazard: reduced.report.document.hazard,
            margin: reduced.report.margin,
            faults: reduced.smallest.plan.faults,
            flights: reduced.flights,
            minimal: reduced.minimal,
            traceHash: reduced.report.document.traceHash,
            replay,
          },
  };
}

function summaryOf({ best, firstLost, flights }: Searched<FlownTrial>): object {
  const { trial, flight, plan } = best ?? {};
  return {
    flights,
    firstLost,
    flightsToBest: flight ?? null,
    margin: trial?.result.margin ?? null,
    verdict: trial?.result.verdict ?? null,
    plan: plan ?? null,
  };
}

function writeWorst(
  file: string,
  { request, reduced, options }: { request: SearchRequest; reduced: Shrunk; options: SearchOptions },
): string {
  const directory = dirname(file);
  const words = ['ironbird', 'fly', /[\\/]/.test(file) ? file : `./${file}`, '--seed', options.seed];
  if (options.allowModules === true) words.push('--allow-modules');
  const comment = [
    `${request.spec.name}: ${failureText(reduced.report)}.`,
    'The worst that a search found, reduced.',
  ];
  const text = scenarioText(reduced.smallest, {
    comment,
    command: shellLine(words),
    directory: resolve(directory),
  });
  return writeScenario({ directory, name: basename(file), text });
}

/** How far it has come, on a terminal, once it has lasted a while; and a turn for others every few flights. */
class FlightCounter {
  readonly #terminal: Terminal;
  readonly #total: number;
  #flown = 0;
  #next = Date.now() + QUIET_MS;
  #shown = false;

  constructor(terminal: Terminal, { total }: { total: number }) {
    this.#terminal = terminal;
    this.#total = total;
  }

  async count(): Promise<void> {
    this.#flown++;
    if (process.stderr.isTTY && Date.now() >= this.#next) {
      this.#next = Date.now() + UPDATE_MS;
      this.#shown = true;
      const percent = Math.floor((100 * this.#flown) / this.#total);
      this.#terminal.err.write(`\rflight ${this.#flown} of ${this.#total} (${percent} %)`);
    }
    if (this.#flown % FLIGHTS_PER_TURN === 0) await nextTurn();
  }

  end(): void {
    if (this.#shown) this.#terminal.err.write('\r\x1b[2K');
  }
}
