import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

describe('the page of the simulator', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  beforeAll(async () => {
    rouse = await startRouse();
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  /** Opens the page signed in, and gathers what a browser complains of. */
  async function open(
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${rouse.url}/simulator#token=${rouse.adminToken}`);
    return { page, complaints };
  }

  const phoneOf = (page: Page, person: Person) =>
    page.getByRole('article', { name: `Phone of ${person.name}` });

  async function paged(people: readonly Person[], summary: string) {
    const service = await rouse.service(await rouse.policy([{ page: people, waitSeconds: 600 }]));
    await rouse.trigger(await rouse.integration(service), { summary });
    return rouse.incidentOf(service);
  }

  it('teaches while there is nothing, then shows a page, and sends the reply', async () => {
    const { page, complaints } = await open(390, 'light');
    await page.getByText('Nobody has a phone yet').waitFor();
    expect(page.url()).not.toContain('token');
    const ana = await rouse.person({ name: 'Ana Alvarez', timeZone: 'Asia/Tokyo' });
    await page.reload();
    await page.getByText('Nothing was sent yet').waitFor();
    await page.getByText('curl -sS').waitFor();

    const incident = await paged([ana], '<img src=x onerror=alert(1)> card errors');
    await phoneOf(page, ana)
      .getByText('<img src=x onerror=alert(1)> card errors')
      .waitFor({ timeout: 2_500 });
    await page.getByText('● Triggered').waitFor();
    await phoneOf(page, ana).getByRole('button', { name: 'Reply ack as Ana Alvarez' }).click();
    await phoneOf(page, ana)
      .getByText(/^Acknowledged #/)
      .waitFor();
    await page.getByText('◐ Acknowledged').waitFor();
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('rings, reads out, and takes keys from the keyboard', async () => {
    const bo = await rouse.person({ name: 'Bo Berg', voice: true, timeZone: 'America/New_York' });
    const { page, complaints } = await open(1280, 'dark');
    await rouse.put(`/api/v1/users/${bo.id}/paging-rules`, {
      high: [{ contactMethodId: bo.methods.voice, delaySeconds: 0 }],
      low: [],
    });
    const incident = await paged([bo], 'disk full');
    const phone = phoneOf(page, bo);
    await phone.getByRole('button', { name: 'Answer as Bo Berg' }).focus();
    await page.keyboard.press('Enter');
    await phone.getByText('Press 4 to acknowledge').waitFor();
    await phone.getByRole('button', { name: '4 acknowledge' }).focus();
    await page.keyboard.press('Enter');
    await phone.getByText(/is acknowledged, and yours/).waitFor();
    await phone.getByText(/: answered, pressed 4$/).waitFor();
    expect((await rouse.incident(incident.id)).status).toBe('acknowledged');
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows the link of a page as one, and the key that a call wants to be confirmed', async () => {
    const cy = await rouse.person({ name: 'Cy Cruz', voice: true });
    const { page, complaints } = await open(390, 'dark');
    await rouse.put(`/api/v1/users/${cy.id}/paging-rules`, {
      high: [
        { contactMethodId: cy.methods.sms, delaySeconds: 0 },
        { contactMethodId: cy.methods.voice, delaySeconds: 0 },
      ],
      low: [],
    });
    const incident = await paged([cy], 'disk full');
    const phone = phoneOf(page, cy);
    const link = phone.getByRole('link');
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(new RegExp(`^${rouse.url}/i/[\\w-]{22}$`));
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await phone.getByRole('button', { name: 'Answer as Cy Cruz' }).click();
    await phone.getByRole('button', { name: '6 resolve' }).click();
    await phone.getByRole('button', { name: `6 resolve incident ${String(incident.number)}` }).click();
    await phone.getByText(/is resolved\. Goodbye/).waitFor();
    expect((await rouse.incident(incident.id)).status).toBe('resolved');
    expect(await overflow(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('asks for a token, and says when one is wrong', async () => {
    const page = await browser.newPage();
    await page.goto(`${rouse.url}/simulator`);
    await page.getByLabel('API token').fill('rouse_not-a-token-of-anybody');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token is not valid').waitFor();
    await page.getByLabel('API token').fill(rouse.adminToken);
    await page.keyboard.press('Enter');
    await page.getByRole('article').first().waitFor();
    await page.close();
  });

  it('keeps what it shows while Rouse does not answer, and says so', async () => {
    const { page } = await open(390, 'dark');
    await page.getByText(/^Live/).waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText(/Rouse does not answer\. What you see is from/).waitFor();
    expect(await page.getByRole('article').count()).toBeGreaterThan(0);
    await page.unroute('**/api/**');
    await page.getByText(/^Live/).waitFor();
    await page.close();
  });
});

/** How many pixels of the page, or of what is on a phone, stick out. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>(
    `Math.max(0, ...['html', '.reply', '.quick', '.write', '.call'].flatMap((what) =>
      [...document.querySelectorAll(what)].map((one) => one.scrollWidth - one.clientWidth)))`,
  );
}
