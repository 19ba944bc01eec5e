import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { trading, type Swap } from './trading.js';

describe('the page behind a link', () => {
  let rouse: RunningRouse;
  let trade: ReturnType<typeof trading>;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    rouse = await startRouse();
    trade = trading(rouse);
    browser = await startBrowser();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  /** Opens Bo's link, and gathers what a browser complains of. */
  async function open(swap: Swap, width: number, colorScheme: 'light' | 'dark') {
    const told = (await trade.noticeTexts(swap)).find(({ userId }) => userId === bo.id);
    const link = /http\S+$/.exec(told?.text ?? '')?.[0] ?? '';
    const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(link);
    return { page, complaints };
  }
  const groundOf = (page: Page) => page.evaluate<unknown>('getComputedStyle(document.body).backgroundColor');
  const isWiderThanScreen = (page: Page) =>
    page.evaluate<unknown>('document.documentElement.scrollWidth > window.innerWidth');

  it.each([
    [320, 'light', 'rgb(245, 246, 247)'],
    [390, 'dark', 'rgb(20, 23, 26)'],
    [1280, 'light', 'rgb(245, 246, 247)'],
  ] as const)('fits %i pixels in %s, and accepts by its button', async (width, scheme, ground) => {
    const web = await trade.daily([ana, bo]);
    const message = `<b>please</b> ${'w'.repeat(120)}`;
    const swap = await trade.asked(ana, web, { give: [0, 24], with: bo, message });
    const { page, complaints } = await open(swap, width, scheme);
    await page.getByText('Ana asks you to cover').waitFor();
    expect(await page.getByText('<b>please</b>').count()).toBe(1);
    expect(await groundOf(page)).toBe(ground);
    expect(await isWiderThanScreen(page)).toBe(false);
    const button = page.getByRole('button', { name: 'Accept' });
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await button.click();
    await page.getByText('You cover for Ana').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    expect((await trade.swap(swap.id)).status).toBe('accepted');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('declines by the other, by keyboard', async () => {
    const web = await trade.daily([ana, bo]);
    const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
    const { page } = await open(swap, 390, 'light');
    await page.getByRole('button', { name: 'Decline' }).press('Enter');
    await page.getByText('You said no to Ana').waitFor();
    expect((await trade.swap(swap.id)).status).toBe('declined');
    await page.reload();
    await page.getByText('You said no to Ana').waitFor();
    await page.close();
  });
});
