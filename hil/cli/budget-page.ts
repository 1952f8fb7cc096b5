/**
 * `budget` as a page: one line a slot, their sum against the period, and what the signatures have in it.
 */
import { grouped } from '../files/grouped-digits.js';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { InputError } from '../files/problem.js';
import { budgetOf, type Budget, type SignatureBudget, type SignatureCount } from '../rig/budget.js';
import { type SweepRow, sweepBudget } from '../rig/budget-sweep.js';
import { type MeasuredSignatures, measureSignatures } from '../rig/measure-signatures.js';
import { loadRig } from '../rig/rig-file.js';
import type { ClockSpec, RigSpec } from '../rig/rig-spec.js';
import { type FramePlan, planFrame } from '../rig/schedule.js';
import { busLines } from './budget-bus-lines.js';
import { sweepDocument, sweepLines } from './budget-sweep-page.js';
import type { BudgetOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';
import { resolveArgument } from './shipped-files.js';
import type { Tone } from './terminal.js';

/** Throws InputError for a rig that is wrong in anything but its frame, and for a sweep or a measurement it has no use for. */
export function printBudget(
  session: Session,
  argument: string,
  { json = false, allowModules = false, baud, computers, measure = false }: BudgetOptions,
): ExitCode {
  const { terminal } = session;
  const path = resolveArgument(argument, ['rig', 'scenario']);
  const spec = loadRig(path, { allowModules, mayNotClose: true });
  const budget = budgetOf(spec);
  const swept = baud === undefined && computers === undefined ? null : sweepBudget(spec, { baud, computers });
  const measured = measure ? measuredFor(spec) : null;
  terminal.frameLine(session.title([spec.name, 'budget']), { json });
  if (json) terminal.document(documentOf(spec, { budget, swept, measured }));
  else if (swept === null) for (const line of pageOf(spec, budget)) terminal.line(line);
  else for (const line of sweepLines(swept, { spec, columns: terminal.out.columns })) terminal.line(line);
  if (!json && measured !== null) for (const line of measuredLines(spec, measured)) terminal.line(line);
  const { word, tone, code } = verdictOf(swept?.map(({ plan }) => plan) ?? [budget.plan]);
  const stream = json ? terminal.err : terminal.out;
  terminal.frameLine(stream.paint(word, tone), { json });
  return code;
}

function verdictOf(plans: readonly FramePlan[]): { word: string; tone: Tone; code: ExitCode } {
  const closing = plans.filter(({ closes }) => closes).length;
  const share = plans.length === 1 ? '' : `: ${closing} of ${plans.length}`;
  return closing === plans.length
    ? { word: `CLOSES${share}`, tone: 'good', code: EXIT.held }
    : { word: `DOES NOT CLOSE${share}`, tone: 'bad', code: EXIT.violated };
}

function measuredFor({ name, scheme }: RigSpec): MeasuredSignatures {
  const { signing, computers, protocol } = scheme;
  if (signing === undefined) {
    const message = `has nothing to measure: ${protocol} signs nothing`;
    throw new InputError('--measure', [{ path: name, message, hint: 'a rig of sm: sm-quad' }]);
  }
  return measureSignatures({ kind: signing.kind, computers }, () => process.hrtime.bigint());
}

/** The frame's need if its computers were this machine. */
function neededHere(spec: RigSpec, { signUs, verifyUs }: MeasuredSignatures): number {
  const { signing } = spec.scheme;
  if (signing === undefined) return planFrame(spec).neededUs;
  return planFrame({ ...spec, scheme: { ...spec.scheme, signing: { ...signing, signUs, verifyUs } } })
    .neededUs;
}

function measuredLines(spec: RigSpec, measured: MeasuredSignatures): string[] {
  const { signUs, verifyUs, calls } = measured;
  return [
    `measured    ${microseconds(signUs)} us to make, ${microseconds(verifyUs)} us to verify; medians of ${grouped(calls)} here`,
    `            with these the frame needs ${grouped(neededHere(spec, measured))} us of ${grouped(spec.frame.periodUs)}`,
    '',
  ];
}

interface Asked {
  readonly budget: Budget;
  readonly swept: readonly SweepRow[] | null;
  readonly measured: MeasuredSignatures | null;
}

function documentOf(spec: RigSpec, { budget: { plan, signatures }, swept, measured }: Asked): object {
  const { periodUs } = spec.frame;
  const { slots, neededUs, closes, traffic } = plan;
  return {
    version: PACKAGE_VERSION,
    rig: spec.name,
    periodUs,
    neededUs,
    slackUs: periodUs - neededUs,
    closes,
    slots,
    traffic: {
      messagesPerFrame: traffic.messages,
      packetsPerFrame: traffic.packets,
      bytesPerFrame: traffic.bytes,
    },
    ...(spec.clocks === undefined ? {} : { clocks: clocksOf(spec.clocks) }),
    signatures,
    ...(measured === null ? {} : { measured: { ...measured, neededUs: neededHere(spec, measured) } }),
    ...(swept === null ? {} : { sweep: sweepDocument(swept, spec) }),
  };
}

function clocksOf({ method, driftPpm, readingNs, resyncNs }: ClockSpec): object {
  return { method, driftPpm, readingUs: readingNs / 1000, resyncMs: resyncNs / 1e6 };
}

function pageOf(spec: RigSpec, { plan, signatures }: Budget): string[] {
  const { scheme, bus, frame, clocks } = spec;
  const line = bus.baud === 0 ? 'transfers take no time' : `${grouped(bus.baud)} baud`;
  const slack = frame.periodUs - plan.neededUs;
  return [
    `${scheme.computers} × ${scheme.protocol}, built for ${scheme.faults}; ${line}`,
    ...(clocks === undefined ? [] : [clockLine(clocks, plan.slots[0].skewUs ?? 0)]),
    '',
    row(['slot', 'computing', 'transfer', 'packets', 'bytes', 'signs', 'verifies']),
    ...plan.slots.map((slot) =>
      row([
        slot.name,
        `${grouped(slot.computeUs)} us`,
        `${grouped(slot.transferUs)} us`,
        grouped(slot.packets),
        grouped(slot.bytes),
        grouped(slot.made),
        grouped(slot.verified),
      ]),
    ),
    '',
    `needed      ${grouped(plan.neededUs)} us of ${grouped(frame.periodUs)}`,
    slack >= 0 ? `slack       ${grouped(slack)} us` : `lacking     ${grouped(-slack)} us`,
    `traffic     ${grouped(plan.traffic.messages)} messages in ${grouped(plan.traffic.packets)} packets, ${grouped(plan.traffic.bytes)} bytes without faults`,
    '',
    ...busLines(spec, plan),
    ...(signatures === null ? [] : ['', ...signatureLines(spec, signatures)]),
    '',
  ];
}

/** No more than 80 characters whatever the figures. */
function clockLine({ method, driftPpm, readingNs, resyncNs }: ClockSpec, skewUs: number): string {
  return `clocks: ${method}, ${driftPpm} ppm, ${readingNs / 1000} us, every ${resyncNs / 1e6} ms: + ${grouped(skewUs)} us a slot`;
}

/** The columns of the slots: the most of everything that a good computer may need. */
function row([name, ...cells]: readonly string[]): string {
  return name.padEnd(12) + cells.map((cell) => cell.padStart(11)).join('');
}

function signatureLines({ scheme }: RigSpec, signatures: SignatureBudget): string[] {
  const { kind, verification, signUs, verifyUs, faultFree, worst } = signatures;
  const ofFrame = (
    name: string,
    mode: 'lazy' | 'eager',
    { made, verified, timeUs }: SignatureCount,
  ): string =>
    `${mode === verification ? '* ' : '  '}${`${name}, ${mode}`.padEnd(28)}${`${made} made`.padStart(10)}${`${verified} verified`.padStart(15)}${`${microseconds(timeUs)} us`.padStart(14)}`;
  const bad = `${scheme.faults} at ${scheme.faults === 1 ? 'its' : 'their'} worst`;
  return [
    `signatures  ${kind}, ${signUs} us to make, ${verifyUs} us to verify; one computer a frame:`,
    ofFrame('nobody fails', 'lazy', faultFree.lazy),
    ofFrame('nobody fails', 'eager', faultFree.eager),
    ofFrame(bad, 'lazy', worst.lazy),
    ofFrame(bad, 'eager', worst.eager),
  ];
}

function microseconds(us: number): string {
  return us < 100 ? String(Math.round(us * 100) / 100) : grouped(Math.round(us));
}
