import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { RunningRouse } from './rouse.js';

/** Widths of a phone and of a desk. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

export interface WebPageOptions {
  /** Whose token opens it; the admin's unless told. */
  token?: string;
  size?: { width: number; height: number };
  scheme?: 'light' | 'dark';
  timeZone?: string;
}

/** Opens the web app at a path, in a browser context of its own, signed in by a token. Close it with `page.context().close()`. */
export async function openWebPage(
  browser: Browser,
  rouse: Pick<RunningRouse, 'url' | 'adminToken'>,
  path: string,
  { token = rouse.adminToken, size = DESK, scheme = 'light', timeZone = 'UTC' }: WebPageOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    timezoneId: timeZone,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${rouse.url}${path}#token=${token}`);
  await page.locator('#page-title').waitFor();
  return page;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  where: string[];
}

// Sent as text: the page has axe, this process has not.
const LOOK = `axe
  .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(({ violations }) => violations.map(({ id, help, nodes }) => ({
    id, help, where: nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + ' ' + failureSummary),
  })))`;

/** What fades while something comes, which has other contrasts meanwhile, and so for as long as it takes to come back. */
const FADED = '[data-old], [data-coming]';
const FADE_MS = 250;

/** Whether the page holds WCAG 2.2 AA, as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  if ((await page.locator(FADED).count()) > 0) {
    await page.locator(FADED).first().waitFor({ state: 'detached' });
    await sleep(FADE_MS);
  }
  await page.evaluate(AXE);
  expect(await page.evaluate<Violation[]>(LOOK)).toEqual([]);
}
