/**
 * A flight as a page of 80 columns: what flew, what was injected, who disagreed, what the surfaces did, whether a
 * limit was broken and when. Counts that are nought are said in words; what did not happen takes no line.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import type { FaultSpec } from '../fault/fault-spec.js';
import { PACKAGE_ROOT } from '../files/package-root.js';
import { printable } from '../files/problem.js';
import type { FaultFacts, FlightReport } from '../rig/fly.js';
import { framesOf } from '../rig/flight-length.js';
import type { RigSpec, WatchSpec } from '../rig/rig-spec.js';
import { commandLines } from './command-lines.js';
import { isolationLines } from './isolation-lines.js';
import { plural, seconds, when } from './page-words.js';
import { type Tone, wrap } from './terminal.js';

export interface PageStyle {
  readonly columns: number;
  paint(text: string, tone: Tone): string;
}

const LABEL_WIDTH = 12;

/** Lines of the page, between the first line of the run and its verdict. */
export function flightPage(report: FlightReport, style: PageStyle): string[] {
  const { spec } = report.prepared;
  const lines: string[] = [];
  const section = (label: string, texts: readonly string[]): void => {
    const rows = texts.flatMap((text) => wrap(text, style.columns - LABEL_WIDTH));
    rows.forEach((row, i) =>
      lines.push(style.paint(i === 0 ? label.padEnd(LABEL_WIDTH) : ' '.repeat(LABEL_WIDTH), 'dim') + row),
    );
  };
  if (spec.description !== '') lines.push(...wrap(printable(spec.description), style.columns));
  lines.push('');
  section('aircraft', [aircraftLine(spec)]);
  section('computers', [schemeLine(spec)]);
  section('flown', [flownLine(report)]);
  lines.push('');
  spec.faults.forEach((fault, i) => section(i === 0 ? 'injected' : '', faultLines(fault, report, i)));
  if (spec.faults.length === 0) section('injected', ['nothing']);
  if (report.command === null) section('agreement', agreementLines(report));
  else section('in command', commandLines(report, report.command));
  if (report.isolation !== null) section('isolated', isolationLines(report));
  section('surfaces', surfaceLines(report));
  section('limits', limitLines(report));
  lines.push('');
  section('deadlines', deadlineLines(report));
  section('traffic', [trafficLine(report)]);
  section('trace hash', [report.document.traceHash]);
  lines.push('');
  return lines;
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function shortModel(path: string): string {
  if (!/[\\/]/.test(path)) return path === 'f16' ? 'F-16' : path;
  return path.startsWith(PACKAGE_ROOT)
    ? path.slice(PACKAGE_ROOT.length + 1)
    : (path.split(/[\\/]/).at(-1) ?? path);
}

function aircraftLine({ aircraft, controlLaw, turbulence }: RigSpec): string {
  const { model, cg, airspeedFtps, altitudeFt } = aircraft;
  const law = controlLaw === 'f16' ? '' : `, control law ${shortModel(controlLaw)}`;
  const air = turbulence === 'none' ? 'still air' : `${turbulence} turbulence`;
  return `${shortModel(model)}, cg ${cg}, ${airspeedFtps} ft/s, ${altitudeFt} ft, ${air}${law}`;
}

function schemeLine({ scheme, bus, frame, actuators }: RigSpec): string {
  const { protocol, computers, faults, choice, select, isolate, watch, signing } = scheme;
  const kinds = [...new Set(actuators.map(({ kind }) => (kind === 'majority' ? 'exact-majority' : kind)))];
  const built = faults === 0 ? '' : `, built for ${plural(faults, 'fault')}`;
  const chosen = protocol === 'om' ? `, ${choice}` : '';
  const signed =
    signing === undefined
      ? ''
      : `, ${signing.kind} verified ${signing.verification === 'lazy' ? 'lazily' : 'eagerly'}`;
  const baud = bus.baud === 0 ? '' : ` at ${bus.baud} baud`;
  const isolates = isolate === true ? ', isolating' : '';
  const how = watch === undefined ? `select ${select}${isolates}` : watchWords(scheme, watch);
  return `${computers} × ${protocol}${built}${chosen}${signed}, ${how}; ${kinds.join(' and ')} actuators; ${bus.kind} bus${baud}; ${frame.periodUs / 1000} ms frames`;
}

function watchWords({ protocol }: RigSpec['scheme'], watch: WatchSpec): string {
  const { trip, toleranceDeg, persistenceFrames } = watch;
  const apart = `${toleranceDeg} deg apart for ${plural(persistenceFrames, 'frame')}`;
  if (protocol === 'com-mon') return `a pair shuts when its halves are over ${apart}`;
  return trip ? `a backup trips when over ${apart}` : 'a backup waits for silence alone';
}

function flownLine({ document, prepared, interrupted }: FlightReport): string {
  const { spec } = prepared;
  const { frames } = document;
  const flown = `${frames} of ${plural(framesOf(spec), 'frame')} (${seconds((frames * spec.frame.periodUs) / 1e6)})`;
  return interrupted ? `${flown}, then interrupted` : flown;
}

function faultLines(fault: FaultSpec, { faults, prepared }: FlightReport, index: number): string[] {
  const { spec } = prepared;
  const last = fault.frames === Infinity ? 'to the end' : `to ${fault.onset + fault.frames - 1}`;
  const { duty, rampFrames } = fault;
  const often = duty === undefined ? '' : `, ${duty.activeFrames} of every ${duty.cycleFrames}`;
  const ramp = rampFrames === undefined ? '' : `, growing for ${rampFrames}`;
  return [
    `${fault.id}: ${fault.target} ${fault.mode} (${fault.faultClass}), frames ${fault.onset} ${last}${often}${ramp}`,
    `  ${factsOf(faults[index], spec)}`,
  ];
}

function factsOf(facts: FaultFacts, spec: RigSpec): string {
  const parts = [facts.applied ? 'requested, applied' : 'requested, not applied'];
  parts.push(
    facts.activated
      ? `activated in ${when(facts.activatedFrame, spec)}`
      : 'not activated: it changed nothing',
  );
  if (facts.activated) {
    parts.push(facts.detected ? `detected in ${when(facts.detectedFrame, spec)}` : 'not detected');
    parts.push(facts.masked ? 'masked' : 'not masked');
  }
  if (facts.wrongUnit) parts.push(`a good unit blamed in ${when(facts.wrongUnitFrame, spec)}`);
  return parts.join(', ');
}

function agreementLines({ document, first, prepared }: FlightReport): string[] {
  const { spec } = prepared;
  const { withinBound, ic1, ic2, commandSplits } = document.agreement;
  const bound = withinBound ? 'within the bound of the scheme' : 'outside the bound of the scheme';
  const pairs = (count: number, frame: number): string =>
    `${plural(count, 'frame-and-source pair')}, first in ${when(frame, spec)}`;
  const lines: string[] = [];
  if (ic1 > 0) lines.push(`IC1 violated (good computers differ): ${pairs(ic1, first.ic1)}`);
  if (ic2 > 0) lines.push(`IC2 violated (a good source not believed): ${pairs(ic2, first.ic2)}`);
  if (commandSplits > 0) {
    lines.push(
      `good computers commanded differently in ${plural(commandSplits, 'frame')}, first in ${when(first.split, spec)}`,
    );
  }
  if (lines.length === 0) return [`good computers agreed in every frame; ${bound}`];
  return [...lines, bound];
}

function surfaceLines({ surfaces, first, prepared }: FlightReport): string[] {
  const lines = surfaces.map((surface, i): string => {
    const { name, unit } = EFFECTORS[i];
    const digits = unit === 'deg' ? 1 : 2;
    const range = Number.isFinite(surface.low)
      ? `${rounded(surface.low, digits)} … ${rounded(surface.high, digits)}${unit === '1' ? '' : ` ${unit}`}`
      : 'never moved';
    const did = [`followed ${surface.framesFollowing}`];
    if (surface.framesHeld > 0) did.push(`held ${surface.framesHeld}`);
    if (surface.framesDamped > 0) did.push(`damped ${surface.framesDamped}`);
    if (surface.framesFailed > 0) did.push(`failed ${surface.framesFailed}`);
    if (surface.framesOutvoting > 0) did.push(`outvoted someone in ${surface.framesOutvoting}`);
    const fight =
      surface.forceFightMax > 0.005 ? `; force fight up to ${rounded(surface.forceFightMax, 2)}` : '';
    return `${name.padEnd(9)} ${range.padEnd(19)} ${did.join(', ')}${fight}`;
  });
  if (first.notFollowed >= 0) {
    lines.push(`first failed to follow the good computers in ${when(first.notFollowed, prepared.spec)}`);
  }
  return lines;
}

const LIMIT_WORDS = {
  loadFactorG: { name: 'load factor', unit: 'g' },
  alphaDeg: { name: 'angle of attack', unit: 'deg' },
  altitudeFt: { name: 'altitude', unit: 'ft' },
} as const;

function limitLines({ document, extremes, prepared, broken }: FlightReport): string[] {
  return [
    limitLine({ document, extremes, spec: prepared.spec }),
    ...broken.map((text) => `condition held: ${text}`),
  ];
}

function limitLine({
  document,
  extremes,
  spec,
}: Pick<FlightReport, 'document' | 'extremes'> & { spec: RigSpec }): string {
  if (document.frames === 0) return 'nothing flown';
  if (document.hazard === null) {
    const reached = Object.entries(LIMIT_WORDS).map(([key, { name, unit }]) => {
      const [low, high] = extremes[key as keyof typeof LIMIT_WORDS];
      const digits = unit === 'ft' ? 0 : 1;
      return `${name} ${rounded(low, digits)} … ${rounded(high, digits)} ${unit}`;
    });
    return `all kept: ${reached.join(', ')}`;
  }
  const { limit, frame, value } = document.hazard;
  const { name, unit } = LIMIT_WORDS[limit];
  const [low, high] = spec.limits[limit];
  return `LOST in ${when(frame, spec)}: ${name} ${rounded(value, 2)} ${unit}, allowed ${low} … ${high}`;
}

function deadlineLines({ document }: FlightReport): string[] {
  const { met, missed, skipped, aborted, byCause, latencyUs } = document.deadline;
  const lines = [
    `met ${met} + missed ${missed} + skipped ${skipped} + aborted ${aborted} = ${plural(document.frames, 'frame')}`,
  ];
  const causes = Object.entries({
    computing: byCause.compute,
    'host stall': byCause.hostStall,
    bus: byCause.bus,
    'silent peer': byCause.silentPeer,
  }).filter(([, count]) => count > 0);
  if (causes.length > 0)
    lines.push(`missed because of ${causes.map(([cause, count]) => `${cause} ${count}`).join(', ')}`);
  if (latencyUs.max > 0)
    lines.push(`last command ${latencyUs.p50} µs into the frame (median), ${latencyUs.max} at most`);
  return lines;
}

function trafficLine({ document }: FlightReport): string {
  const { messagesPerFrame, packetsPerFrame, bytesPerFrame } = document.traffic;
  if (packetsPerFrame === 0) return 'the computers exchange nothing';
  return `${plural(messagesPerFrame, 'message')} in ${plural(packetsPerFrame, 'packet')}, ${bytesPerFrame} bytes a frame`;
}
