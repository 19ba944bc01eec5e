import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { SetUp } from '../../src/access/set-up/set-up.js';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { DESK, expectAccessible, PHONE } from '../support/web-page.js';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

describe('setting Rouse up', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  // A Rouse is set up once, so each try has one of its own.
  beforeEach(async () => {
    rouse = await startRouse();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await rouse.stop();
  });

  /** A browser that nobody has signed in with. */
  async function newcomer(): Promise<Page> {
    const context = await browser.newContext({
      viewport: DESK,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      timezoneId: 'Europe/Berlin',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  /** As a start prints it. */
  const newCode = async (): Promise<string> =>
    (await rouse.app.get(SetUp, { strict: false }).newCode()) ?? '';

  it('leads from the code in the terminal to a page that was answered, also after a reload', async () => {
    const page = await newcomer();
    await page.goto(rouse.url);
    await page.getByLabel('Code').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Code').fill(await newCode());
    await page.getByLabel('Your name').fill('Mia Novak');
    await page.getByLabel('E-mail address').fill('mia.novak@example.org');
    await page.getByLabel('Password').fill('three quiet pagers');
    // Not where this browser is, which is offered after it.
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
    await press(page, 'Set up');

    await heading(page, 'Make your team');
    await press(page, 'Use Europe/Berlin');
    await page.getByText('Your times are on the clock of Asia/Tokyo').waitFor({ state: 'detached' });
    await page.getByLabel('Name of the team').fill('Payments');
    await press(page, 'Add a person');
    await page.getByLabel('Name *').last().fill('Bo Berg');
    await page.getByLabel('E-mail address').fill('bo.berg@example.org');
    await press(page, 'Make the team');
    await page.getByText('Your team is Payments.').waitFor();
    await page.getByText(`${rouse.url}/invitations/`).waitFor();
    await expectAccessible(page);
    await press(page, 'Go on');

    await heading(page, 'Say who is on call');
    // Only oneself, or it is Bo's turn every other week that this test runs in.
    await press(page, 'Remove Bo Berg');
    await press(page, 'Make the schedule');
    await heading(page, 'Add your phone');

    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(PHONE);
    await page.reload();
    await heading(page, 'Add your phone');
    await press(page, 'Send the code');
    const message = page.getByRole('log').getByText(/your code is \d{6}/);
    await message.waitFor();
    await expectAccessible(page);
    await page.getByLabel('Code').fill(/\d{6}/.exec(await message.innerText())?.[0] ?? '');
    await press(page, 'Verify');
    await page.getByText('Pages reach you on +12025550199.').waitFor();
    await press(page, 'Go on');

    await page.getByText('If something broke now and nobody answered').waitFor();
    await page.getByText('0:00', { exact: true }).waitFor();
    await expectAccessible(page);
    await press(page, 'Make the policy');
    await heading(page, 'Name what can break');
    await page.getByLabel('Name of the service').fill('Checkout');
    await press(page, 'Make the service');
    await page.getByText('The service is Checkout.').waitFor();
    await page.getByText(/curl/).first().waitFor();
    await press(page, 'Go on');

    await press(page, 'Page me');
    await page.getByText('It is on your phone. Answer with ack, right there.').waitFor();
    await page
      .getByRole('log')
      .getByText(/Reply \d+ ack/)
      .waitFor();
    await press(page, 'Reply ack as Mia Novak');
    await heading(page, 'You have been paged.');
    await page.getByText('7 of 7 done').waitFor();
    await expectAccessible(page);
    expect(
      await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
    ).toBe(0);

    await page.goto(`${rouse.url}/sign-in/`);
    await page.locator('#page-title').waitFor();
    expect(page.url()).toBe(`${rouse.url}/`);
  });

  it('leads back to where somebody wanted to go before they signed in', async () => {
    const mia = { name: 'Mia Novak', email: 'mia.novak@example.org', password: 'three quiet pagers' };
    const first = { code: await newCode(), timeZone: 'Europe/Berlin', ...mia };
    await rouse.post('/api/v1/set-up', first, { token: null, headers: { origin: rouse.url } });
    const page = await newcomer();
    await page.goto(`${rouse.url}/schedules`);
    await page.getByLabel('E-mail address').waitFor();
    await expectAccessible(page);
    await page.getByLabel('E-mail address').fill(mia.email);
    await page.getByLabel('Password').fill(mia.password);
    await press(page, 'Sign in');
    await page.waitForURL(`${rouse.url}/schedules`);
  });

  it('says that no code is on its way, and that no call comes, where that is so', async () => {
    const page = await newcomer();
    await page.goto(`${rouse.url}/welcome#token=${rouse.adminToken}`);
    await page.getByRole('link', { name: /Your phone/ }).click();
    const fails = async (path: string, times: number) => {
      const json = { type: 'about:blank', title: 'Out of order', status: 503, detail: 'It is out of order.' };
      const answer = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(json) };
      await page.route(path, (route) => route.fulfill(answer), { times });
    };
    await fails('**/api/v1/contact-methods/*/verification', 1);
    await press(page, 'Send the code');
    await page.getByText('+12025550199 is not verified yet.').waitFor();
    await page.getByText('It is out of order.').waitFor();
    expect(await page.getByText('A code is on its way').count()).toBe(0);
    await press(page, 'Send the code');
    await page.getByText('A code is on its way to +12025550199.').waitFor();
    const message = page.getByRole('log').getByText(/your code is \d{6}/);
    await page.getByLabel('Code').fill(/\d{6}/.exec(await message.innerText())?.[0] ?? '');
    await fails('**/api/v1/users/*/paging-rules', 1);
    await press(page, 'Verify');
    await page.getByText('Pages reach you on +12025550199.').waitFor();
    await page.getByText('You are not called yet').waitFor();
    await press(page, 'Have it call me too');
    await page.getByText('You are not called yet').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Have it call me too' }).waitFor({ state: 'detached' });
    const { id } = z.object({ id: z.string() }).parse(await rouse.get('/api/v1/me'));
    const rules = await rouse.get(`/api/v1/users/${id}/paging-rules`);
    expect(rules).toMatchObject({ high: [{ delaySeconds: 0 }, { delaySeconds: 60 }] });
  });

  it('is for admins', async () => {
    const { token } = await rouse.person({ name: 'Cy Cruz' });
    const page = await newcomer();
    await page.goto(`${rouse.url}/welcome#token=${token}`);
    await page.getByText('Setting up is for admins').waitFor();
  });
});
