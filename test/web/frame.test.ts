import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration, Person, Schedule } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** What the first screen may cost on a slow line. */
const MOST_SCRIPT_BYTES = 250_000;

// Sent as text: the page has these, this process has not.
const SCRIPT_BYTES = `performance.getEntriesByType('resource')
  .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;
const KEPT_PATHS = `caches.keys()
  .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
  .then((all) => all.flat().map(({ url }) => new URL(url).pathname))`;

/** What a browser tells a page that is looked at again. */
const COMES_BACK = `document.dispatchEvent(new Event('visibilitychange'))`;

describe('the frame of the web app, and its first screen', () => {
  let database: TestDatabase;
  let rouse: RunningRouse;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  let primary: Schedule;
  let integration: Integration;
  /** What a test makes has another name each time that it is tried. */
  let tries = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    [rouse, browser] = await Promise.all([startRouse({ database }), startBrowser()]);
    ana = await rouse.person({ name: 'Ana Berg' });
    bo = await rouse.person({ name: 'Bo', phone: null });
    primary = await rouse.schedule([ana], { name: 'Checkout primary' });
    integration = await rouse.integration(
      await rouse.service(await rouse.policy([{ page: [primary], waitSeconds: 3_600 }]), {
        name: 'Checkout',
      }),
    );
  }, 60_000);
  /** Whoever stops the server is not the one who needs it next: a test that is tried again finds it running. */
  let comesBack: (() => Promise<void>) | null = null;
  const goAway = async () => {
    const port = Number(new URL(rouse.url).port);
    await rouse.stop();
    comesBack = async () => {
      comesBack = null;
      rouse = await startRouse({ database, port });
    };
  };
  const comeBack = async () => comesBack?.();
  afterEach(comeBack, 60_000);
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
    await database.drop();
  });

  const open = (path: string, options: Parameters<typeof openWebPage>[3] = {}) =>
    openWebPage(browser, rouse, path, options);
  const article = (page: Page, title: string) => page.getByRole('article', { name: new RegExp(title) });

  it('is calm while nothing is open, and costs little to load', async () => {
    const page = await open('/', { token: ana.token });
    await page.getByText('All quiet').waitFor();
    await page.getByRole('heading', { name: 'You are on call' }).waitFor();
    const bytes = await page.evaluate<number>(SCRIPT_BYTES);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
    await page.context().close();
  }, 60_000);

  it.each([
    { chosen: 'dark', system: 'light', ground: 'rgb(21, 24, 28)' },
    { chosen: 'light', system: 'dark', ground: 'rgb(246, 247, 248)' },
    { chosen: 'auto', system: 'dark', ground: 'rgb(21, 24, 28)' },
  ] as const)(
    'stands in its light or dark before its script has come: $chosen, on a system that is $system',
    async ({ chosen, system, ground }) => {
      const context = await browser.newContext({ colorScheme: system, serviceWorkers: 'block' });
      await context.addInitScript(`localStorage.setItem('mantine-color-scheme-value', '${chosen}')`);
      const page = await context.newPage();
      await page.route('**/assets/*.js', (route) => route.abort());
      await page.goto(`${rouse.url}/`);
      await page.getByText('Rouse', { exact: true }).waitFor();
      for (const part of ['documentElement', 'body'])
        expect(await page.evaluate<string>(`getComputedStyle(document.${part}).backgroundColor`)).toBe(
          ground,
        );
      await context.close();
    },
    60_000,
  );

  it('leads from place to place, by the rail of a desk and the bar of a phone, and the title has the focus', async () => {
    const desk = await open('/');
    await desk.getByRole('link', { name: 'Schedules', exact: true }).click();
    await desk.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
    await desk.locator('#page-title:focus').waitFor();
    await expectAccessible(desk);
    const phone = await open('/', { size: PHONE, scheme: 'dark' });
    await phone.getByRole('link', { name: 'Incidents', exact: true }).click();
    await phone.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor();
    await phone.getByRole('button', { name: 'More' }).click();
    await phone.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'People' }).click();
    await phone.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await Promise.all([desk.context().close(), phone.context().close()]);
  }, 60_000);

  it('reaches things by a few letters, by keyboard alone', async () => {
    const page = await open('/', { token: ana.token });
    await page.keyboard.press('Control+k');
    const search = page.getByRole('textbox', { name: 'Find or do' });
    await search.fill('checkout pri');
    await page.locator('[data-action][data-selected]').filter({ hasText: 'Checkout primary' }).waitFor();
    await expectAccessible(page);
    await search.press('Enter');
    await page.waitForURL(`**/schedules/${primary.id}`);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  }, 60_000);

  it('shows what is open, what is mine first, and what waits for me; both schemes are accessible', async () => {
    const once = `export ${String(++tries)}`;
    await rouse.trigger(integration, { summary: 'Card payments fail', dedupKey: 'cards' });
    const others = await rouse.service(await rouse.policy([{ page: [bo], waitSeconds: 3_600 }]));
    await rouse.trigger(await rouse.integration(others), { summary: `${once} is late` });
    const helped = await rouse.incidentOf(others);
    const help = { userId: ana.id, message: 'Do you know the partitions?' };
    await rouse.post(`/api/v1/incidents/${helped.id}/responder-requests`, help);
    const bos = await rouse.schedule([bo], {});
    const give = { start: inDays(2), end: inDays(2.5) };
    await rouse.post(
      `/api/v1/schedules/${bos.id}/swaps`,
      { give, withUserId: ana.id, message: once },
      { token: bo.token },
    );

    const desk = await open('/', { token: ana.token });
    await desk.getByRole('heading', { name: /^Needs you/ }).waitFor();
    await article(desk, 'Card payments fail').getByRole('button', { name: 'Acknowledge' }).waitFor();
    await article(desk, `${once} is late`).waitFor();
    await expectAccessible(desk);
    const asked = desk.getByRole('listitem').filter({ hasText: 'Bo asks you' }).filter({ hasText: once });
    await asked.getByRole('button', { name: 'Take it' }).click();
    await asked.waitFor({ state: 'detached' });
    const helping = desk
      .getByRole('listitem')
      .filter({ hasText: 'asks for your help' })
      .filter({ hasText: once });
    await helping.getByRole('button', { name: 'I can’t' }).click();
    await helping.waitFor({ state: 'detached' });

    const phone = await open('/', { token: bo.token, size: PHONE, scheme: 'dark' });
    await phone.getByText('Rouse cannot reach you by phone').waitFor();
    await article(phone, `${once} is late`).waitFor();
    await expectAccessible(phone);
    expect(await phone.evaluate<number>('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await Promise.all([desk.context().close(), phone.context().close()]);
  }, 60_000);

  it('survives a server that goes away and comes back: says so, stays readable, and shows what happened meanwhile', async () => {
    const page = await open('/', { token: ana.token });
    await article(page, 'Card payments fail').waitFor();
    await goAway();
    await page.getByText('No connection to Rouse').waitFor();
    await article(page, 'Card payments fail').waitFor();
    await comeBack();
    await page.getByText('Connected again').waitFor();
    await rouse.trigger(integration, { summary: 'Refunds fail too', dedupKey: 'refunds' });
    await article(page, 'Refunds fail too').waitFor();
    await page.getByText('No connection to Rouse').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('connects again when nothing was heard for so long that nobody can be at the other end', async () => {
    const page = await open('/', { token: ana.token });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const streams: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/events/stream')) streams.push(request.url());
    });
    await page.clock.install({ time: Date.now() + 10_000 });
    await page.evaluate<unknown>(COMES_BACK);
    expect(streams).toEqual([]);
    await page.clock.setSystemTime(Date.now() + 120_000);
    await page.evaluate<unknown>(COMES_BACK);
    await page.getByText('Connected again').waitFor();
    expect(streams).toHaveLength(1);
    await page.context().close();
  }, 60_000);

  it('opens without the server once it was there, and keeps no answer of the API', async () => {
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${rouse.url}/#token=${ana.token}`);
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    const kept = () => page.evaluate<string[]>(KEPT_PATHS);
    await rouse.eventually(async () => {
      expect(await kept()).toEqual(
        expect.arrayContaining(['/document', expect.stringMatching(/^\/assets\/.*js$/)]),
      );
    });
    expect((await kept()).filter((path) => path.startsWith('/api/'))).toEqual([]);
    await goAway();
    await page.reload();
    await page.getByText('Rouse cannot be reached').waitFor();
    await comeBack();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await context.close();
  }, 60_000);

  it('takes the token out of the address, and drops it at the sign-out', async () => {
    const page = await open('/people');
    expect(page.url()).toBe(`${rouse.url}/people`);
    const signOut = async () => {
      await page.getByRole('button', { name: /account/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    };
    const json = { type: 'about:blank', title: 'Out of order', status: 503, detail: 'It is out of order.' };
    await page.route('**/api/v1/session', (route) => route.fulfill({ status: 503, json }), { times: 1 });
    await signOut();
    await page.getByText('You are still signed in').waitFor();
    expect(await page.evaluate<string | null>(`sessionStorage.getItem('rouse.token')`)).toBe(
      rouse.adminToken,
    );
    await signOut();
    await page.waitForURL('**/sign-in');
    expect(await page.evaluate<string | null>(`sessionStorage.getItem('rouse.token')`)).toBeNull();
    await page.context().close();
  }, 60_000);
});
