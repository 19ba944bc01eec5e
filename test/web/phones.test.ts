import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const phoneOf = (page: Page, { name }: Pick<Person, 'name'>) =>
  page.getByRole('article', { name: `Phone of ${name}` });

/** Whether anything on the page sticks out of it. */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

async function serviceThatPages(rouse: RunningRouse, people: readonly Person[]) {
  return rouse.service(await rouse.policy([{ page: people, waitSeconds: 600 }]));
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe('the phones of a Rouse that is new', () => {
  let rouse: RunningRouse;
  beforeEach(async () => {
    rouse = await startRouse();
  });
  afterEach(async () => {
    await rouse.stop();
  });

  it('teach while there are none, and are to be found where they once were', async () => {
    const page = await openWebPage(browser, rouse, '/simulator');
    await page.getByText('Nobody has a phone yet').waitFor();
    expect(page.url()).toBe(`${rouse.url}/phones`);
    await page.context().close();
  });

  it('show a page, take the reply, and tell what happens', async () => {
    const ana = await rouse.person({ name: 'Ana Alvarez', timeZone: 'Asia/Tokyo' });
    const service = await serviceThatPages(rouse, [ana]);
    const page = await openWebPage(browser, rouse, '/phones', { size: PHONE, scheme: 'dark' });
    const phone = phoneOf(page, ana);
    await phone.getByText('No messages yet').waitFor();
    await page.getByRole('button', { name: 'Send an alert' }).click();
    const link = phone.getByRole('link');
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(new RegExp(`^${rouse.url}/i/[\\w-]{22}$`));
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await page.getByText('On Ana Alvarez’s phone: press ack, or write it.').waitFor();
    await phone.getByRole('button', { name: 'Reply ack as Ana Alvarez' }).click();
    await phone.getByText(/^Acknowledged #/).waitFor();
    await page.getByText(/^Ana Alvarez answered after/).waitFor();
    const incident = await rouse.incidentOf(service);
    expect(incident.status).toBe('acknowledged');
    await expectAccessible(page);
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  });
});

describe('the phones', () => {
  let rouse: RunningRouse;
  let made = 0;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(async () => {
    await rouse.stop();
  });
  /** Of another name in each try, as a phone is found by the name on it. */
  const person = ({ name, ...options }: Parameters<RunningRouse['person']>[0]) =>
    rouse.person({ name: `${name} ${'ABCDEFGHIJKLMNOP'.charAt(made++)}`, ...options });

  it('show what others wrote as text only', async () => {
    const evil = await person({ name: 'Eve Evans' });
    const service = await serviceThatPages(rouse, [evil]);
    const page = await openWebPage(browser, rouse, '/phones');
    await rouse.trigger(await rouse.integration(service), { summary: '<img src=x onerror=alert(1)> broke' });
    await phoneOf(page, evil).getByText('<img src=x onerror=alert(1)> broke').waitFor();
    await page.context().close();
  });

  it('ring, read out, and take keys from the keyboard', async () => {
    const bo = await person({ name: 'Bo Berg', voice: true, timeZone: 'America/New_York' });
    await rouse.put(`/api/v1/users/${bo.id}/paging-rules`, {
      high: [{ contactMethodId: bo.methods.voice, delaySeconds: 0 }],
      low: [],
    });
    const page = await openWebPage(browser, rouse, '/phones');
    const phone = phoneOf(page, bo);
    await phone.waitFor();
    const service = await serviceThatPages(rouse, [bo]);
    await rouse.trigger(await rouse.integration(service), { summary: 'disk full' });
    const answer = phone.getByRole('button', { name: `Answer as ${bo.name}` });
    await answer.waitFor();
    await expectAccessible(page);
    await answer.focus();
    await page.keyboard.press('Enter');
    await phone.getByText('Press 4 to acknowledge').waitFor();
    await expectAccessible(page);
    await phone.getByRole('button', { name: '4 acknowledge' }).focus();
    await page.keyboard.press('Enter');
    await phone.getByText(/is acknowledged, and yours/).waitFor();
    await phone.getByText(/: answered, pressed 4$/).waitFor();
    expect((await rouse.incidentOf(service)).status).toBe('acknowledged');
    await page.context().close();
  });

  it('show the key that a call wants to be confirmed', async () => {
    const cy = await person({ name: 'Cy Cruz', voice: true });
    await rouse.put(`/api/v1/users/${cy.id}/paging-rules`, {
      high: [{ contactMethodId: cy.methods.voice, delaySeconds: 0 }],
      low: [],
    });
    const service = await serviceThatPages(rouse, [cy]);
    await rouse.trigger(await rouse.integration(service), { summary: 'disk full' });
    const { number } = await rouse.incidentOf(service);
    const page = await openWebPage(browser, rouse, '/phones', { size: PHONE });
    await page
      .getByRole('group', { name: 'Whose phone' })
      .getByRole('button', { name: new RegExp(cy.name) })
      .click();
    const phone = phoneOf(page, cy);
    await phone.getByRole('button', { name: `Answer as ${cy.name}` }).click();
    await phone.getByRole('button', { name: '6 resolve' }).click();
    await phone.getByRole('button', { name: `6 resolve incident ${String(number)}` }).click();
    await phone.getByText(/is resolved\. Goodbye/).waitFor();
    expect((await rouse.incidentOf(service)).status).toBe('resolved');
    expect(await overflow(page)).toBe(0);
    await page.context().close();
  });

  it('keep what they show while Rouse does not answer, and say so', async () => {
    await person({ name: 'Flo Ferry' });
    const page = await openWebPage(browser, rouse, '/phones');
    const phones = page.getByRole('article');
    await phones.first().waitFor();
    await page.route('**/api/v1/simulator/**', (route) => route.abort());
    await page.getByText(/Rouse does not answer\. What you see is from/).waitFor();
    expect(await phones.count()).toBeGreaterThan(0);
    await page.unroute('**/api/v1/simulator/**');
    await page.getByText(/Rouse does not answer/).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('are not there while real phones are, nor for people who may not see them', async () => {
    const dee = await person({ name: 'Dee Diaz' });
    const forbidden = await openWebPage(browser, rouse, '/phones', { token: dee.token });
    await forbidden.getByText('This is not for you to see').waitFor();
    await forbidden.context().close();
    const page = await openWebPage(browser, rouse, '/me');
    await page.route('**/api/v1/simulator/**', (route) =>
      route.fulfill({
        status: 404,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          status: 404,
          title: 'Not found',
          detail: 'No such page.',
        }),
      }),
    );
    await page.goto(`${rouse.url}/phones`);
    await page.getByText('Twilio carries').waitFor();
    await page.context().close();
  });
});
