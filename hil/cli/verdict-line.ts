/**
 * The last line of a flight: what became of it, whether that was expected, and the command that flies it again.
 */
import type { FlightReport } from '../rig/fly.js';
import type { Tone } from './terminal.js';

interface Painter {
  paint(text: string, tone: Tone): string;
}

export function verdictLine(report: FlightReport, painter: Painter): string {
  const { word, tone } = verdictOf(report);
  return `${painter.paint(word, tone)} · replay: ${report.document.replay}`;
}

function verdictOf({ document, interrupted, prepared }: FlightReport): { word: string; tone: Tone } {
  const { verdict } = document;
  const { expect } = prepared.spec;
  if (interrupted) return { word: `INTERRUPTED (${verdict} so far)`, tone: 'warn' };
  if (verdict === 'inconclusive') return { word: 'INCONCLUSIVE', tone: 'warn' };
  const word = verdict.toUpperCase();
  if (expect === 'fail') {
    return verdict === 'fail'
      ? { word: `${word}, as expected`, tone: 'good' }
      : { word: `${word}, but expected to fail`, tone: 'bad' };
  }
  return { word, tone: verdict === 'pass' ? 'good' : 'bad' };
}
