/**
 * What the page's script is told to draw: plain data, one entry for each figure that waits for it.
 *
 *   <figure data-plot="3">   ◄──   plots[3] = { kind, x, series, limits, marks }
 *
 * The page names no colour here: an `ink` is a role, for which the style sheet has one colour in the light, one in the
 * dark and one on paper.
 */
import { html, type Markup } from './markup.js';

/** Whose colour a line has: one of eight by number, or the ink of the text, whole or dashed. */
export type Ink = number | 'ink' | 'dashed';

export interface PlotSeries {
  readonly label: string;
  readonly ink: Ink;
  /** How many lines are drawn over it and may coincide with it: it is so much wider that all are seen. */
  readonly beneath?: number;
  /** Values hold until the next, as commands do. */
  readonly stepped?: boolean;
  readonly values: readonly (number | null)[];
}

export interface TimePlot {
  readonly kind: 'time';
  readonly unit: string;
  readonly timeS: readonly number[];
  readonly series: readonly PlotSeries[];
  /** Drawn across, and named. */
  readonly limits: readonly { readonly value: number; readonly label: string }[];
  /** Instants, s. */
  readonly marks: readonly { readonly timeS: number; readonly label: string }[];
}

export interface BarPlot {
  readonly kind: 'bars';
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly xName: string;
  readonly yName: string;
}

/** The plots of a page, in the order of their figures. */
export class PlotList {
  readonly plots: (TimePlot | BarPlot)[] = [];

  /** The figure in whose place the plot is drawn. */
  figure(caption: string, plot: TimePlot | BarPlot): Markup {
    const rounded =
      plot.kind === 'bars'
        ? plot
        : { ...plot, series: plot.series.map((s) => ({ ...s, values: s.values.map(shortened) })) };
    const id = this.plots.push(rounded) - 1;
    return html`<figure data-plot="${id}"><figcaption>${caption}</figcaption></figure>`;
  }
}

/** Five digits are finer than a pixel, and half the text. */
function shortened(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(5));
}
