import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { SetUp } from '../../src/access/set-up/set-up.js';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { PASSWORD } from './browser-client.js';

describe('the pages of set-up and sign-in, in a browser', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser.close());
  // A Rouse can be set up once, so each test, and each try of one, has its own.
  beforeEach(async () => {
    rouse = await startRouse();
  }, 60_000);
  afterEach(() => rouse.stop());

  it('lead from the first address to an admin who signs out and in again', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // Whoever is not signed in is told so by a 401, which browsers write down; pages that are late, by a 503.
      const isTold = message.text().includes('401') || message.location().url.endsWith('/health/paging');
      if (!isTold) complaints.push(message.text());
    });
    const code = await rouse.app.get(SetUp, { strict: false }).newCode();

    await page.goto(rouse.url);
    await page.getByLabel('Code').fill((code ?? '').toLowerCase().replaceAll('-', ' '));
    await page.getByLabel('Your name').fill('Ada <b>Adams</b>');
    await page.getByLabel('E-mail address').fill('ada.adams@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('heading', { name: 'Make your team' }).waitFor();
    expect(page.url()).toMatch(/\/welcome/);

    await page.context().clearCookies();
    await page.goto(`${rouse.url}/sign-in`);
    await page.getByLabel('E-mail address').fill('ada.adams@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await page.goto(`${rouse.url}/people`);
    await page.getByText('Ada <b>Adams</b>').first().waitFor();

    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'rouse', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('do nothing for a page of another program on the same machine', async () => {
    const page = await browser.newPage();
    await page.goto('about:blank');
    const answer = page.waitForResponse(`${rouse.url}/sign-in`);
    await page.setContent(
      `<form method="post" action="${rouse.url}/sign-in"><input name="email" value="ada.adams@example.org">
       <input name="password" value="${PASSWORD}"><button>Win a prize</button></form>`,
    );
    await page.getByRole('button').click();
    expect((await answer).status()).toBe(403);
  });
});
