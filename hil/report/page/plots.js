/**
 * Draws the page's plots and makes its commands easy to copy. Data come as JSON beside the page, colours from the style
 * sheet; nothing is fetched, and nothing of the data ever becomes markup.
 */
(() => {
  'use strict';
  const plots = JSON.parse(document.getElementById('plots').textContent);
  const groups = new Map();
  let drawn = [];

  const INKS = 8;
  const HEIGHT = 190;
  const AXIS_FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return {
      ink: of('--ink'),
      quiet: of('--quiet'),
      rule: of('--rule'),
      failed: of('--failed'),
      paper: of('--paper'),
      palette: (number) => of(`--c${number % INKS}`),
    };
  }

  const figureText = (value) =>
    value === null || value === undefined ? '' : String(Number(value.toPrecision(4))).replace('-', '−');

  function axes(colour, names) {
    const base = {
      font: AXIS_FONT,
      stroke: colour.quiet,
      grid: { stroke: colour.rule, width: 1 },
      ticks: { stroke: colour.rule, width: 1, size: 4 },
      labelFont: AXIS_FONT,
    };
    const named = (label) => (label === undefined ? {} : { label, labelSize: 16, labelGap: 0 });
    return [
      { ...base, size: 26, ...named(names.x) },
      { ...base, size: 48, ...named(names.y) },
    ];
  }

  function lineSeries(series, colour) {
    const isInk = typeof series.ink !== 'number';
    return {
      label: series.label,
      value: (_, value) => figureText(value),
      points: { show: false },
      spanGaps: false,
      stroke: isInk ? colour.ink : colour.palette(series.ink),
      width: Math.min(6, 1.5 + 1.1 * (series.beneath ?? 0)),
      ...(series.ink === 'dashed' ? { dash: [5, 4] } : {}),
      ...(!isInk && series.ink >= INKS ? { dash: [2, 3] } : {}),
      ...(series.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
    };
  }

  /** Limits across and instants down, with their names; drawn before the lines. */
  function annotations(plot, colour) {
    return (u) => {
      const { ctx, bbox } = u;
      const ratio = uPlot.pxRatio;
      ctx.save();
      ctx.font = `${10 * ratio}px system-ui, sans-serif`;
      ctx.lineWidth = ratio;
      for (const { value, label } of plot.limits) {
        const y = u.valToPos(value, 'y', true);
        if (y < bbox.top - 1 || y > bbox.top + bbox.height + 1) continue;
        ctx.strokeStyle = ctx.fillStyle = colour.failed;
        ctx.setLineDash([6 * ratio, 3 * ratio]);
        line(ctx, [bbox.left, y], [bbox.left + bbox.width, y]);
        ctx.textAlign = 'left';
        const below = y - bbox.top < 14 * ratio;
        words(ctx, label, [bbox.left + 4 * ratio, y + (below ? 12 : -4) * ratio], colour);
      }
      ctx.strokeStyle = ctx.fillStyle = colour.quiet;
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      plot.marks.forEach(({ timeS, label }, i) => {
        const x = u.valToPos(timeS, 'x', true);
        if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return;
        line(ctx, [x, bbox.top], [x, bbox.top + bbox.height]);
        const right = x > bbox.left + bbox.width * 0.85;
        ctx.textAlign = right ? 'right' : 'left';
        const y = bbox.top + bbox.height - (4 + 12 * i) * ratio;
        words(ctx, label, [x + (right ? -4 : 4) * ratio, y], colour);
      });
      ctx.restore();
    };
  }

  /** With a rim of paper, so that lines behind do not cross it out. */
  function words(ctx, text, [x, y], colour) {
    ctx.save();
    ctx.setLineDash([]);
    ctx.strokeStyle = colour.paper;
    ctx.lineWidth = 3 * uPlot.pxRatio;
    ctx.strokeText(text, x, y);
    ctx.restore();
    ctx.fillText(text, x, y);
  }

  function line(ctx, [x0, y0], [x1, y1]) {
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
  }

  /** All that is plotted, and a limit that the lines come near: within a third of their range. */
  function range(plot) {
    return (_, low, high) => {
      if (low === null || high === null) return [0, 1];
      const reach = (high - low) / 3;
      let [bottom, top] = [low, high];
      for (const { value } of plot.limits) {
        if (value >= low - reach && value <= high + reach)
          [bottom, top] = [Math.min(bottom, value), Math.max(top, value)];
      }
      const room = Math.max((top - bottom) * 0.06, Math.abs(top) * 1e-3, 1e-3);
      return [bottom - room, top + room];
    };
  }

  function timeOptions(plot, colour, group) {
    return {
      scales: { x: { time: false }, y: { range: range(plot) } },
      axes: axes(colour, {}),
      series: [
        { label: 't, s', value: (_, value) => figureText(value) },
        ...plot.series.map((s) => lineSeries(s, colour)),
      ],
      cursor: { sync: { key: group }, points: { size: 5 }, drag: { x: true, y: false } },
      hooks: { drawAxes: [annotations(plot, colour)] },
    };
  }

  function barOptions(plot, colour) {
    const [x, y] = axes(colour, { x: plot.xName, y: plot.yName });
    const ticks = plot.labels.map((_, i) => i);
    return {
      scales: {
        x: { time: false, range: () => [-0.6, plot.labels.length - 0.4] },
        y: { range: (_, __, high) => [0, Math.max(1, high * 1.15)] },
      },
      axes: [
        {
          ...x,
          grid: { show: false },
          splits: () => ticks,
          values: (_, splits) => splits.map((i) => plot.labels[i]),
        },
        { ...y, size: 60 },
      ],
      series: [
        {},
        {
          label: plot.yName,
          fill: colour.palette(0),
          stroke: colour.palette(0),
          width: 0,
          paths: uPlot.paths.bars({ size: [0.8, 64] }),
          points: { show: false },
        },
      ],
      cursor: { show: false },
      legend: { show: false },
      hooks: { draw: [barFigures(plot, colour)] },
    };
  }

  /** A flight among a million is a bar of no height, so every bar has its figure above it. */
  function barFigures(plot, colour) {
    return (u) => {
      const { ctx } = u;
      ctx.save();
      ctx.font = `${10 * uPlot.pxRatio}px system-ui, sans-serif`;
      ctx.textAlign = 'center';
      ctx.fillStyle = colour.quiet;
      plot.values.forEach((value, i) => {
        words(
          ctx,
          String(value),
          [u.valToPos(i, 'x', true), u.valToPos(value, 'y', true) - 4 * uPlot.pxRatio],
          colour,
        );
      });
      ctx.restore();
    };
  }

  function draw() {
    for (const plot of drawn) plot.destroy();
    const colour = colours();
    drawn = [...document.querySelectorAll('figure[data-plot]')].flatMap((figure) => {
      const plot = plots[Number(figure.dataset.plot)];
      const group = groupOf(figure);
      const width = Math.floor(figure.getBoundingClientRect().width);
      if (plot === undefined || width === 0) return [];
      const size = { width, height: HEIGHT };
      return plot.kind === 'time'
        ? [
            new uPlot(
              { ...size, ...timeOptions(plot, colour, group) },
              [plot.timeS, ...plot.series.map(({ values }) => values)],
              figure,
            ),
          ]
        : [
            new uPlot(
              { ...size, ...barOptions(plot, colour) },
              [plot.labels.map((_, i) => i), plot.values],
              figure,
            ),
          ];
    });
  }

  /** The cursors of one flight's plots move together. */
  function groupOf(figure) {
    const article = figure.closest('article');
    if (!groups.has(article)) groups.set(article, `flight ${groups.size}`);
    return groups.get(article);
  }

  function resize() {
    for (const plot of drawn) {
      const width = Math.floor(plot.root.parentElement.getBoundingClientRect().width);
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: HEIGHT });
    }
  }

  for (const button of document.querySelectorAll('button.copy')) {
    if (navigator.clipboard === undefined) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = 'copied';
      } catch {
        getSelection().selectAllChildren(button.previousElementSibling);
        button.textContent = 'selected';
      }
    });
  }

  draw();
  addEventListener('resize', resize);
  for (const query of ['(prefers-color-scheme: dark)', 'print'])
    matchMedia(query).addEventListener('change', draw);
})();
