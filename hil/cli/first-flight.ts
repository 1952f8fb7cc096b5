/**
 * `ironbird first-flight`: what `npm start` shows a newcomer. The same fault, twice, side by side: one vane tells
 * computer B 777 and computer C 10777, once in a triplex that only exchanges readings and once in a quad that runs
 * OM(1). Every number on the page is read from the two flights' records.
 */
import { EFFECTOR, EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITY } from '../../firmware/icd/quantities.js';
import { prepareRig } from '../rig/build-rig.js';
import { type FlightReport, flyPrepared } from '../rig/fly.js';
import { loadRig } from '../rig/rig-file.js';
import { COMPUTER_FIELD, COMPUTER_FLAG, DOUBLE, FrameRecord } from '../record/frame-record.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';
import { resolveArgument } from './shipped-files.js';
import type { PageStyle } from './flight-page.js';
import { wrap } from './terminal.js';

const SEED = '1';
const FLIGHTS = { triplex: 'dive-climb', quad: 'dive-climb-quad-mean' } as const;
const NAMES = 'ABCD';
/** Rows of the table, frames after the lie begins. */
const AFTER_ONSET = [-1, 0, 5, 10, 25, 50, 75];

const LIMIT_WORDS = {
  loadFactorG: 'load factor',
  alphaDeg: 'angle of attack',
  altitudeFt: 'altitude',
} as const;

/** A flight with all its frames kept. */
interface Kept {
  readonly report: FlightReport;
  readonly frames: readonly FrameRecord[];
}

/** Flies both and prints the story; exit code 1 where they did not end as told. */
export async function firstFlight(session: Session): Promise<ExitCode> {
  const { terminal } = session;
  terminal.line(session.title(['first flight', `seed ${SEED}`, 'virtual time']));
  const triplex = await flyKept(FLIGHTS.triplex);
  const quad = await flyKept(FLIGHTS.quad);
  terminal.line();
  for (const line of storyTable({ triplex, quad }, terminal.out)) terminal.line(line);
  terminal.line();
  for (const line of explanation({ triplex, quad })) {
    for (const row of wrap(line, terminal.out.columns)) terminal.line(row);
  }
  const asTold = triplex.report.document.verdict === 'fail' && quad.report.document.verdict === 'pass';
  return asTold ? EXIT.held : EXIT.violated;
}

async function flyKept(name: string): Promise<Kept> {
  const frames: FrameRecord[] = [];
  const prepared = await prepareRig(loadRig(resolveArgument(name, ['rig', 'scenario'])));
  const report = await flyPrepared(prepared, {
    seed: SEED,
    replay: `ironbird fly ${name} --seed ${SEED}`,
    onFrame: (record) => {
      const copy = new FrameRecord(record.computers);
      copy.copyFrom(record);
      frames.push(copy);
    },
  });
  return { report, frames };
}

function storyTable({ triplex, quad }: { triplex: Kept; quad: Kept }, style: PageStyle): string[] {
  const onset = onsetOf(triplex);
  const last = triplex.frames.length - 1;
  const rows = [...AFTER_ONSET.map((after) => onset + after).filter((frame) => frame < last), last];
  const heads = [triplex, quad].map(
    ({ frames: [{ computers }] }) =>
      [...NAMES.slice(0, computers)].map((name) => name.padStart(6)).join('') + '   surf    g',
  );
  const titles = ['TRIPLEX  tmr, mean'.padEnd(heads[0].length), 'QUAD  om(1), mean'];
  const lines = [
    style.paint(`          ${titles[0]} | ${titles[1]}`, 'bold'),
    style.paint(`   s      ${heads[0]} | ${heads[1]}`, 'dim'),
  ];
  for (const frame of rows) {
    const seconds = timeOf(triplex, frame).toFixed(2).padStart(4);
    const event = remark(frame, { onset, last }).padEnd(5);
    lines.push(`${seconds} ${event}${cells(triplex.frames[frame])} | ${cells(quad.frames[frame])}`);
  }
  lines.push(style.paint('elevator commands and surface, deg; load factor, g; -- = no command sent', 'dim'));
  return lines;
}

function remark(frame: number, { onset, last }: { onset: number; last: number }): string {
  return frame === onset ? 'lie' : frame === last ? 'lost' : '';
}

function cells(record: FrameRecord): string {
  let text = '';
  for (let computer = 0; computer < record.computers; computer++) {
    const sent = record.has(computer, COMPUTER_FLAG.commanded);
    text += (sent ? degrees(record.commandOf(computer, EFFECTOR.elevator)) : '--').padStart(6);
  }
  const surface = record.doubles[DOUBLE.position + EFFECTOR.elevator].toFixed(1).padStart(7);
  return text + surface + loadFactor(record).toFixed(1).padStart(5);
}

/** What happened, in ten lines. */
function explanation({ triplex, quad }: { triplex: Kept; quad: Kept }): string[] {
  const onset = onsetOf(triplex);
  const lie = triplex.frames[onset];
  const held = (computer: number): number => lie.countAt(lie.selectedAt(computer), QUANTITY.alpha);
  const read = (computer: number): number =>
    lie.countAt(lie.computerAt(computer, COMPUTER_FIELD.sent), QUANTITY.alpha);
  const { hazard, agreement } = triplex.report.document;
  const quadDocument = quad.report.document;
  const seen = quad.frames[onset];
  const lostAfter = hazard === null ? NaN : timeOf(triplex, hazard.frame) - timeOf(triplex, onset);
  const { messagesPerFrame, packetsPerFrame } = quadDocument.traffic;
  const at = timeOf(triplex, onset).toFixed(2);
  const loss =
    hazard === null
      ? 'nothing breaks'
      : `${LIMIT_WORDS[hazard.limit]} reaches ${hazard.value.toFixed(1)}: lost`;
  return [
    `1.  The F-16 is unstable (cg ${triplex.report.prepared.spec.aircraft.cg}). At ${at} s its pilot is pulling up.`,
    `2.  Good vanes differ: A, B, C read ${read(0)}, ${read(1)}, ${read(2)}. So they exchange.`,
    `3.  From ${at} s on, A's vane tells B 777 and C 10777. Nothing else is wrong.`,
    `4.  Triplex: each takes the mean of what it was told: A ${held(0)}, B ${held(1)}, C ${held(2)}.`,
    `5.  B commands ${degrees(lie.commandOf(1, EFFECTOR.elevator))} deg and C ${degrees(lie.commandOf(2, EFFECTOR.elevator))}: one climbs, one dives, and both are good.`,
    `6.  No majority, a frozen surface; ${lostAfter.toFixed(2)} s later ${loss}.`,
    `7.  Quad: each also relays what it was told: ${messagesPerFrame} messages, ${packetsPerFrame} packets a frame.`,
    `8.  B, C and D hold the same stories about A, no majority: all take "no report".`,
    `9.  They use the mean of the rest, ${seen.countAt(seen.selectedAt(1), QUANTITY.alpha)}, and command the same bits, to the end.`,
    `10. IC1 violations: triplex ${agreement.ic1}, quad ${quadDocument.agreement.ic1}. It takes 3m+1 computers and m+1 rounds.`,
    '',
    `Fly them: npx ironbird fly ${FLIGHTS.triplex} · npx ironbird fly ${FLIGHTS.quad}`,
    'All there is: npx ironbird list · npx ironbird --help',
  ];
}

function onsetOf({ report }: Kept): number {
  return report.prepared.spec.faults[0].onset;
}

function timeOf({ report }: Kept, frame: number): number {
  return (frame * report.prepared.spec.frame.periodUs) / 1e6;
}

function loadFactor(record: FrameRecord): number {
  return record.doubles[DOUBLE.truth + QUANTITY.normalLoad];
}

function degrees(counts: number): string {
  return (counts / EFFECTORS[EFFECTOR.elevator].countsPerUnit).toFixed(1);
}
