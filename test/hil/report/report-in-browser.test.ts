/**
 * The report as a reader has it: opened from disk in a real browser.
 */
import t from 'tap';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ShrunkFailure } from '../../../hil/campaign/shrink-failures.js';
import type { CampaignSummary } from '../../../hil/campaign/summary.js';
import type { FlightResult } from '../../../hil/campaign/flight-result.js';
import { printable } from '../../../hil/files/problem.js';
import { writeReport } from '../../../hil/report/write-report.js';
import { needsBrowser, openPage } from '../../support/browser.js';
import { flownCampaign } from '../../support/flown-campaign.js';
import { HOSTILE, madeHostile } from '../../support/hostile-names.js';
import { folder } from '../../support/scratch.js';

const flown = await flownCampaign({ each: 8, seed: 1 });
const plain = await written('plain', { ...flown, rigs: flown.variants.map(({ name }) => name) });
const hostile = madeHostile(flown);
const rigs = flown.variants.map(({ name }) => hostile.nameOf(name));
const bad = await written('hostile', { ...hostile, rigs, command: HOSTILE.join(' ') });

async function written(
  name: string,
  {
    summary,
    reduced,
    results,
    rigs,
    command = 'npx ironbird campaign test',
  }: {
    summary: CampaignSummary;
    reduced: readonly ShrunkFailure[];
    results: readonly FlightResult[];
    rigs: readonly string[];
    command?: string;
  },
): Promise<{ html: string; junit: string }> {
  const directory = join(folder, name);
  mkdirSync(directory);
  const replayOf = ({ index }: FlightResult): string => `${command} --only ${index}`;
  return writeReport({ directory, summary, reduced, results, flyer: flown.flyer, rigs, command, replayOf });
}

/** By canvas: how many pixels are not transparent. Code for the page is text: this program knows no document. */
function inkOf(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`[...document.querySelectorAll('canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) ink++;
    return ink;
  })`);
}

const textOf = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allTextContents()).map((text) => text.trim());

const PAPER = 'getComputedStyle(document.body).backgroundColor';

void t.test(
  'the page opens from disk, asks nothing of anybody, and says nothing to the console',
  needsBrowser,
  async (t) => {
    const { page, noise, requests } = await openPage(plain.html);
    t.strictSame(noise, []);
    t.equal(requests.length, 1);
    t.match(requests[0], /^file:.*report\.html$/);
    t.match(await page.title(), /^test flights: violated/);
    await page.close();
  },
);

void t.test('every figure has its plot, and no plot is blank', needsBrowser, async (t) => {
  const { page } = await openPage(plain.html);
  const figures = await page.locator('figure[data-plot]').count();
  const ink = await inkOf(page);
  // Six for each flight that is shown, and the histogram of deadlines.
  t.equal(figures, 6 * (await page.locator('article').count()) + 1);
  t.ok(figures > 6, String(figures));
  t.equal(ink.length, figures);
  for (const pixels of ink) t.ok(pixels > 500, `${pixels} pixels`);
  await page.close();
});

void t.test(
  'the failures that were made smaller stand there, each with its command',
  needsBrowser,
  async (t) => {
    const { page } = await openPage(plain.html);
    t.ok(flown.reduced.length > 0);
    t.strictSame(
      await textOf(page, '#smallest .command code'),
      flown.reduced.map(({ command }) => command),
    );
    t.equal(
      await page.locator('#smallest ul.faults li').count(),
      flown.reduced.reduce((sum, { faults }) => sum + faults.length, 0),
    );
    await page.close();
  },
);

void t.test(
  'the map has a cell for every rig and class, with its counts, and says what was not flown',
  needsBrowser,
  async (t) => {
    const { page } = await openPage(plain.html);
    const heads = await textOf(page, '.map thead th');
    const rows = await textOf(page, '.map tbody th');
    const cells = await textOf(page, '.map tbody td');
    t.equal(cells.length, heads.length * rows.length);
    const named = (text: string): string => text.replace('†', '');
    const wanted = rows.flatMap((row) =>
      heads.map((head) => {
        const own = flown.results.filter(({ rig, stratum }) => rig === named(head) && stratum === named(row));
        const held = own.filter(({ verdict }) => verdict === 'pass').length;
        const idle = own.filter(({ verdict }) => verdict === 'inconclusive').length;
        if (own.length === 0) return /^not flown$/;
        if (idle === own.length) return new RegExp(`${idle} inconclusive$`);
        return new RegExp(`${held}/${own.length - idle}$`);
      }),
    );
    wanted.forEach((pattern, i) => t.match(cells[i], pattern));
    t.equal(cells.filter((text) => text === 'not flown').length, 1);
    t.ok(cells.some((text) => text.endsWith('inconclusive')));
    t.strictSame(rows.filter((row) => row.endsWith('†')).map(named), ['two-faced vane']);
    await page.close();
  },
);

void t.test(
  'the vote of a two-faced vane is split among good computers, cell by cell',
  needsBrowser,
  async (t) => {
    const { page } = await openPage(plain.html);
    const article = page.locator('article', { hasText: 'two-faced vane on triplex mean' }).first();
    t.equal(await article.locator('.vote tr.split').count(), 1);
    t.ok((await article.locator('.vote td.differs').count()) >= 1);
    t.match(await article.locator('.caption').textContent(), /first in which good computers disagreed/);
    t.match(await article.locator('.command code').textContent(), /--only \d+$/);
    await page.close();
  },
);

void t.test(
  'it reads on a phone, in the dark and on paper: nothing wider than the window, plots redrawn',
  needsBrowser,
  async (t) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, noise } = await openPage(plain.html, {
        viewport: { width: 400, height: 800 },
        colorScheme,
      });
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
      const dark = await page.evaluate<string>(PAPER);
      t.equal(dark === 'rgb(20, 23, 26)', colorScheme === 'dark', dark);
      await page.emulateMedia({ media: 'print', colorScheme });
      t.equal(await page.evaluate<string>(PAPER), 'rgb(255, 255, 255)');
      for (const pixels of await inkOf(page)) t.ok(pixels > 500);
      t.strictSame(noise, []);
      await page.close();
    }
  },
);

void t.test(
  'without scripts the verdict, the tables, the intervals and the commands are there',
  needsBrowser,
  async (t) => {
    const { page } = await openPage(plain.html, { javaScriptEnabled: false });
    t.equal(await page.locator('canvas').count(), 0);
    t.match(await page.locator('.claim').textContent(), /failed/);
    t.match(await page.locator('noscript').textContent(), /need JavaScript/);
    t.ok((await page.locator('.map td').count()) > 0);
    t.ok((await page.locator('.forest svg line.exact').count()) > 0);
    t.equal(await page.locator('button:visible').count(), 0);
    await page.close();
  },
);

void t.test('hostile names are text and nothing else', needsBrowser, async (t) => {
  const { page, noise, requests } = await openPage(bad.html);
  t.strictSame(noise, []);
  t.equal(requests.length, 1);
  t.equal(await page.locator('script').count(), 3, 'the data, the library, and ours');
  t.equal(await page.locator('img, iframe, object, embed, form, base, link').count(), 0);
  const handlers = await page.evaluate<number>(`[...document.querySelectorAll('*')].filter((element) =>
    [...element.attributes].some(({ name }) => name.startsWith('on') || name === 'style')).length`);
  const inserted = await page.locator('.uplot [style]').count();
  t.equal(handlers, inserted, 'only the chart library sets styles');
  t.equal(
    await page.locator('h1').textContent(),
    printable(hostile.nameOf('campaign')).replace(/[\ud800\uffff]/g, '?'),
  );
  t.equal(await page.title().then((title) => title.includes('<script>alert(1)</script>')), true);
  const ink = await inkOf(page);
  t.ok(ink.length > 6 && ink.every((pixels) => pixels > 500));
  await page.close();
});

void t.test(
  'were markup to get in all the same, the content policy would not let it act',
  needsBrowser,
  async (t) => {
    const { page, noise } = await openPage(plain.html);
    await page.evaluate(`
    const planted = document.createElement('div');
    planted.innerHTML = '<img src="https://example.org/x.png" onerror="document.title=1">';
    document.body.append(planted);
    const script = document.createElement('script');
    script.textContent = "document.title = 'broken'";
    document.body.append(script);
  `);
    await page.waitForTimeout(100);
    t.match(await page.title(), /^test flights/);
    const blocked = noise.filter((line) => line.includes('Content Security Policy')).join('\n');
    t.match(blocked, /script/i);
    t.match(blocked, /image|img-src/i);
    await page.close();
  },
);

void t.test('a browser reads junit.xml, hostile names and all', needsBrowser, async (t) => {
  const { page } = await openPage(plain.html);
  for (const path of [plain.junit, bad.junit]) {
    const read = await page.evaluate<{ wrong: string | null; cases: number }>(`(() => {
      const parsed = new DOMParser().parseFromString(${JSON.stringify(readFileSync(path, 'utf8'))}, 'application/xml');
      const wrong = parsed.querySelector('parsererror')?.textContent ?? null;
      return { wrong, cases: parsed.querySelectorAll('testcase').length };
    })()`);
    t.equal(read.wrong, null);
    t.equal(read.cases, flown.summary.cells.length);
  }
  await page.close();
});
