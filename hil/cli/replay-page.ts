/**
 * What a replay found, as a page of 80 columns and as the document of `replay --json`.
 */
import { printable } from '../files/problem.js';
import type { FieldValue } from '../record/record-fields.js';
import type { RecordedModule, RecordingHead, RecordingResult } from '../report/recording-layout.js';
import type { Difference, Replay } from '../report/recording-replay.js';
import type { RigSpec } from '../rig/rig-spec.js';
import type { PageStyle } from './flight-page.js';
import { plural, seconds, when } from './page-words.js';
import { wrap } from './terminal.js';

export interface Replayed {
  readonly path: string;
  readonly spec: RigSpec;
  readonly head: RecordingHead;
  readonly outcome: Replay;
  /** null = the recording was cut off. */
  readonly result: RecordingResult | null;
  readonly trouble: string | null;
  readonly damagedBlocks: number;
  /** Modules that are others than those recorded. */
  readonly changed: readonly RecordedModule[];
  /** Version of this program. */
  readonly program: string;
  /** The command that does it again. */
  readonly replay: string;
}

/** Field names are a contract with users' scripts. */
export function replayDocument({ path, spec, head, outcome, result, damagedBlocks, replay }: Replayed) {
  const { frames, compared, first, traceHash } = outcome;
  return {
    recording: path,
    rig: spec.name,
    seed: head.order.seed,
    frames,
    compared,
    same: first === null,
    /** The recording has its end, and its checksums are right. */
    whole: result !== null && damagedBlocks === 0,
    firstDifference:
      first === null
        ? null
        : {
            frame: first.frame,
            field: first.field,
            recorded: first.recorded,
            flown: first.flown,
            unit: first.unit,
          },
    traceHash,
    replay,
  };
}

const LABEL_WIDTH = 12;

/** Lines of the page, between the first line of the run and its verdict. */
export function replayPage(replayed: Replayed, style: PageStyle): string[] {
  const lines: string[] = [''];
  const section = (label: string, texts: readonly string[]): void => {
    const rows = texts.flatMap((text) => wrap(printable(text), style.columns - LABEL_WIDTH));
    rows.forEach((row, i) =>
      lines.push(style.paint(i === 0 ? label.padEnd(LABEL_WIDTH) : ' '.repeat(LABEL_WIDTH), 'dim') + row),
    );
  };
  const { outcome, spec } = replayed;
  const { first, traceHash } = outcome;
  section('recording', recordingLines(replayed));
  section('compared', [
    `${outcome.compared} of ${plural(outcome.frames, 'frame')} (${lasting(outcome.compared, spec)}), every bit of each`,
  ]);
  section('difference', first === null ? ['none'] : differenceLines(first, spec));
  if (traceHash.recorded === traceHash.flown)
    section('trace hash', [traceHash.flown, 'recorded and flown alike']);
  else section('trace hash', [`recorded ${traceHash.recorded}`, `flown ${traceHash.flown}`]);
  lines.push('');
  return lines;
}

function lasting(frames: number, { frame }: RigSpec): string {
  return seconds((frames * frame.periodUs) / 1e6);
}

function recordingLines(replayed: Replayed): string[] {
  const { head, result, trouble, damagedBlocks, changed, program, outcome, path } = replayed;
  const { version } = head;
  const written = version === program ? `ironbird ${version}` : `ironbird ${version}; this is ${program}`;
  const lines = [`${path}, written by ${written}`];
  if (result !== null) {
    const stopped = result.interrupted ? ', then interrupted' : '';
    lines.push(`flown: ${plural(result.frames, 'frame')}${stopped}, verdict ${result.verdict}`);
  }
  if (trouble !== null)
    lines.push(`not whole: ${trouble} after ${plural(outcome.frames, 'frame')}, which are compared`);
  else if (result === null) lines.push('without a verdict: the flight was not finished');
  if (damagedBlocks > 0)
    lines.push(`damaged: ${plural(damagedBlocks, 'block')} of frames with a wrong checksum`);
  for (const { key, path: file } of changed)
    lines.push(`${key} = ${file} is not what was flown: the file has changed since`);
  return lines;
}

function differenceLines(
  { frame, field, recorded, flown, unit, others }: Difference,
  spec: RigSpec,
): string[] {
  const shown = (value: FieldValue): string =>
    value === null ? 'none' : typeof value === 'number' && unit !== '' ? `${value} ${unit}` : String(value);
  const more = others === 0 ? [] : [`and ${plural(others, 'more field')} of that frame`];
  return [
    `first in ${when(frame, spec)}: ${field}`,
    `recorded ${shown(recorded)}`,
    `flown    ${shown(flown)}`,
    ...more,
  ];
}
