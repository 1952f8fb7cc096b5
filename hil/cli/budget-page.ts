/**
 * `budget` as a page: one line a slot, their sum against the period, and what the signatures have in it.
 */
import { grouped } from '../files/grouped-digits.js';
import { PACKAGE_VERSION } from '../files/package-root.js';
import { budgetOf, type Budget, type SignatureBudget, type SignatureCount } from '../rig/budget.js';
import { loadRig } from '../rig/rig-file.js';
import type { ClockSpec, RigSpec } from '../rig/rig-spec.js';
import type { BudgetOptions } from './command-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Session } from './session.js';
import { resolveArgument } from './shipped-files.js';

/** Throws InputError for a rig that is wrong in anything but its frame. */
export function printBudget(
  session: Session,
  argument: string,
  { json = false, allowModules = false }: BudgetOptions,
): ExitCode {
  const { terminal } = session;
  const path = resolveArgument(argument, ['rig', 'scenario']);
  const spec = loadRig(path, { allowModules, mayNotClose: true });
  const budget = budgetOf(spec);
  terminal.frameLine(session.title([spec.name, 'budget']), { json });
  if (json) terminal.document(documentOf(spec, budget));
  else for (const line of pageOf(spec, budget)) terminal.line(line);
  const { closes } = budget.plan;
  const word = closes ? 'CLOSES' : 'DOES NOT CLOSE';
  const stream = json ? terminal.err : terminal.out;
  terminal.frameLine(stream.paint(word, closes ? 'good' : 'bad'), { json });
  return closes ? EXIT.held : EXIT.violated;
}

function documentOf(spec: RigSpec, { plan, signatures }: Budget): object {
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
