import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person, type Schedule } from '../support/story.js';
import { DESK, expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const SECTIONS = ['shifts', 'swaps', 'absences', 'contact', 'rules', 'notices', 'account'] as const;
const messagesSchema = z.object({ items: z.array(z.object({ body: z.string(), direction: z.string() })) });

describe('my on-call', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  let schedule: Schedule;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    ana = await rouse.person({ name: 'Ana', timeZone: 'Europe/Berlin' });
    bo = await rouse.person({ name: 'Bo' });
    schedule = await rouse.schedule([ana, bo], { name: 'Checkout', handoff: 'FREQ=DAILY' });
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  const open = (section: string, options: Parameters<typeof openWebPage>[3] = {}) =>
    openWebPage(browser, rouse, `/me/${section}`, { token: ana.token, ...options });

  /** What the pattern finds in the last message that the phone got, once it is there. */
  const inMessageTo = (phone: string, pattern: RegExp): Promise<string> =>
    eventually(async () => {
      const query = `to=${encodeURIComponent(phone)}`;
      const { items } = messagesSchema.parse(await rouse.get(`/api/v1/simulator/messages?${query}`));
      const found = items.map(({ body }) => pattern.exec(body)?.[1]).findLast((match) => match !== undefined);
      if (found === undefined) throw new Error(`no such message to ${phone} yet`);
      return found;
    });

  it('adds a phone, verifies it with the code it got, and sees a test page answered', async () => {
    const page = await open('contact', { size: PHONE });
    const phone = madeUpPhone();
    await page.getByRole('button', { name: 'Add another' }).click();
    await page.getByLabel('Phone number').fill(phone);
    await page.getByRole('button', { name: 'Add it and send a code' }).click();
    const card = page.getByRole('article', { name: `SMS ${phone}` });
    const code = await inMessageTo(phone, /code is (\d{6})/);
    await card.getByLabel('The 6-digit code').fill(code === '000000' ? '000001' : '000000');
    await card.getByText('4 tries left').waitFor();
    await card.getByLabel('The 6-digit code').fill(code);
    await card.getByText('Verified', { exact: true }).waitFor();

    await card.getByRole('button', { name: 'Send a test page' }).click();
    await card.getByText('Handed over').waitFor();
    const answer = await inMessageTo(phone, /Reply ok (\d{4})/);
    await rouse.post('/api/v1/simulator/sms', { from: phone, body: `ok ${answer}` });
    await card.getByText('Answered. It works.').waitFor();
    await card.getByText('by a test page').waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('leads whoever has no password to the identity provider, where it must be shown who one is', async () => {
    const page = await open('account?from=mail');
    const label = 'Company account';
    await page.route('**/api/v1/sign-in-methods', (route) =>
      route.fulfill({ json: { password: false, singleSignOn: { label } } }),
    );
    const type = 'urn:rouse:confirmation-needed';
    const json = { type, title: 'Forbidden', status: 403, detail: 'Show again who you are.' };
    await page.route('**/api/v1/users/*/tokens', (route) => route.fulfill({ status: 403, json }));
    await page.reload();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('What it is for').fill('Deploy script');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click();
    const way = page.getByRole('dialog', { name: 'Is it you?' }).getByRole('link', { name: label });
    expect(await way.getAttribute('href')).toBe(
      `${rouse.url}/auth/single-sign-on?confirm=1&returnTo=%2Fme%2Faccount%3Ffrom%3Dmail`,
    );
    await page.getByText('press again what you just pressed').waitFor();
    expect(await page.getByRole('dialog').getByLabel('Password').count()).toBe(0);
    await page.context().close();
  });

  it('shows what the rules come to while one edits them, and keeps them', async () => {
    const page = await open('rules');
    const sketch = page.getByRole('region', { name: 'If you are paged now' });
    await sketch.getByText('at once').first().waitFor();
    await page.getByRole('button', { name: 'Make my own rules' }).click();
    await page.getByLabel('Rule 1, When').click();
    await page.getByRole('option', { name: 'after 5 min' }).click();
    await sketch.getByText('after 5 min').waitFor();
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('Saved. The next page goes by these rules.').waitFor();
    const kept = { high: [{ contactMethodId: ana.methods.sms, delaySeconds: 300 }], low: [] };
    expect(await rouse.get(`/api/v1/users/${ana.id}/paging-rules`)).toEqual(kept);
    await page.reload();
    await sketch.getByText('after 5 min').waitFor();
    await page.context().close();
  });

  it('says which shifts an absence hits and who covers them, and takes it back with undo', async () => {
    const page = await open('absences');
    await enterAbsence(page, 20, 22);
    await page.getByText(/shifts? of yours falls? into that time/).waitFor();
    await page.getByText('Bo covers').first().waitFor();
    await page.getByRole('button', { name: /^Take back/ }).click();
    await page.getByText('You have entered no absence.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /^Take back/ }).waitFor();
    await page.context().close();
  });

  it('gives a shift away, and the other one takes it', async () => {
    const mine = await open('shifts', { size: PHONE });
    await mine
      .getByRole('button', { name: /^Give away Checkout/ })
      .first()
      .click();
    const dialog = mine.getByRole('dialog');
    await dialog.getByLabel('Ask one person').check();
    await dialog.getByLabel('Whom to ask').click();
    await mine.getByRole('option', { name: 'Bo' }).click();
    await dialog.getByRole('button', { name: 'Ask Bo' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const theirs = await open('swaps', { token: bo.token });
    await theirs.getByRole('button', { name: /^Take it/ }).click();
    await theirs.getByText('Agreed', { exact: true }).waitFor();
    await mine.getByRole('link', { name: 'Swaps' }).click();
    await mine.getByText('Agreed', { exact: true }).waitFor();
    expect(await rouse.get(`/api/v1/schedules/${schedule.id}/swaps`)).toMatchObject({
      items: [{ status: 'accepted', acceptedBy: bo.id }],
    });
    await Promise.all([mine.context().close(), theirs.context().close()]);
  });

  it.each([
    ['light', PHONE],
    ['dark', DESK],
  ] as const)('is accessible in %s', async (scheme, size) => {
    const page = await open('shifts', { scheme, size });
    for (const section of SECTIONS) {
      const link = page.locator(`a[href$="/me/${section}"]`);
      await link.click();
      await page.locator(`a[href$="/me/${section}"][aria-current]`).waitFor();
      await page.locator('#content [aria-busy="true"]').first().waitFor({ state: 'detached' });
      await expectAccessible(page);
    }
    await page.context().close();
  });
});

/** From so many to so many days from now, as whole days. */
async function enterAbsence(page: Page, from: number, to: number): Promise<void> {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('First day').fill(day(from));
  await page.getByLabel('Last day').fill(day(to));
  await page.getByRole('button', { name: 'Save' }).click();
}
