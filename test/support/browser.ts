/**
 * A real browser without a window, for pages: what it drew, what it said, what it asked of the network.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import t from 'tap';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const executablePath = findBrowser();

/** Options of a test that needs one: it says so where there is none. */
export const needsBrowser =
  executablePath === undefined ? { skip: `none of ${NAMES.join(', ')} is in PATH` } : {};

let browser: Promise<Browser> | null = null;
t.teardown(async () => (await browser)?.close());

export interface Opened {
  readonly page: Page;
  /** What went wrong or was tried: console messages, exceptions, dialogs. */
  readonly noise: string[];
  /** Every address asked for. */
  readonly requests: string[];
}

/** Opens a file of the disk and waits until its scripts have run. */
export async function openPage(
  path: string,
  options: {
    viewport?: { width: number; height: number };
    colorScheme?: 'light' | 'dark';
    javaScriptEnabled?: boolean;
  } = {},
): Promise<Opened> {
  browser ??= chromium.launch({ executablePath: String(executablePath), args: ['--no-sandbox'] });
  const page = await (await browser).newPage(options);
  const noise: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    noise.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  return { page, noise, requests };
}
