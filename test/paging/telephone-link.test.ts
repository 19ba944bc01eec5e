import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';

const messagesSchema = z.object({ items: z.array(z.object({ body: z.string() })) });

describe('the link of a page', () => {
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

  /** The link of the newest SMS that matches. */
  const linkTo = (person: Person, pattern: RegExp) =>
    rouse.eventually(async () => {
      const query = `to=${encodeURIComponent(String(person.phone))}`;
      const { items } = messagesSchema.parse(await rouse.get(`/api/v1/simulator/messages?${query}`));
      const body = items.map((item) => item.body).findLast((text) => pattern.test(text)) ?? '';
      const link = /http\S+\/i\/\S+$/.exec(body)?.[0];
      if (link === undefined) throw new Error(`no link in ${JSON.stringify(items)}`);
      return link;
    });

  async function paged(people: readonly Person[], summary = 'card errors') {
    const service = await rouse.service(await rouse.policy([{ page: people, waitSeconds: 3600 }]));
    await rouse.trigger(await rouse.integration(service), { summary });
    return { service, incident: await rouse.incidentOf(service) };
  }

  const ask = async (method: string, link: string) => {
    const answer = await fetch(link, { method });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };
  const statusOf = async (incident: { id: string }) => (await rouse.incident(incident.id)).status;

  it('shows what is broken, and changes nothing however often it is looked at', async () => {
    const ana = await rouse.person({ name: 'Ana', timeZone: 'Asia/Tokyo' });
    const { incident, service } = await paged([ana], '<script>alert(1)</script> & "card" errors');
    const link = await linkTo(ana, /card/);
    expect(link).toMatch(new RegExp(`^${rouse.url}/i/[\\w-]{22}$`));
    for (const method of ['GET', 'HEAD', 'GET']) expect((await ask(method, link)).status).toBe(200);
    const { html, headers } = await ask('GET', link);
    expect(html).toContain(`#${String(incident.number)} ${service.name}`);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;card&quot; errors');
    expect(html).toContain('critical');
    expect(html).toMatch(/\d\d:\d\d \(just now\)/);
    expect(html).toContain('Times are in Asia/Tokyo');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(await statusOf(incident)).toBe('triggered');
  });

  it('acknowledges, escalates and resolves by POST, in the name of the one who was paged', async () => {
    const bo = await rouse.person({ name: 'Bo' });
    const { incident } = await paged([bo]);
    const link = await linkTo(bo, /card/);
    expect((await ask('POST', `${link}/acknowledge`)).html).toContain('Acknowledged #');
    expect(await rouse.incident(incident.id)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: bo.id,
    });
    const entry = (await rouse.timeline(incident.id)).find(({ kind }) => kind === 'incident.acknowledged');
    expect(entry?.['actor']).toEqual({ type: 'user', userId: bo.id, via: 'link' });
    expect((await ask('POST', `${link}/escalate`)).status).toBe(200);
    expect(await statusOf(incident)).toBe('triggered');
    expect((await ask('POST', `${link}/resolve`)).status).toBe(200);
    expect(await statusOf(incident)).toBe('resolved');
    const after = await ask('GET', link);
    expect(after.html).toContain('Resolved');
    expect(after.html).not.toContain('<button');
    expect((await ask('POST', `${link}/acknowledge`)).status).toBe(409);
  });

  it('says who was quicker', async () => {
    const [cy, di] = [await rouse.person({ name: 'Cy' }), await rouse.person({ name: 'Di' })];
    await paged([cy, di]);
    const [first, second] = [await linkTo(cy, /card/), await linkTo(di, /card/)];
    expect(first).not.toBe(second);
    await ask('POST', `${first}/acknowledge`);
    const late = await ask('POST', `${second}/acknowledge`);
    expect(late.status).toBe(409);
    expect(late.html).toContain('Cy has acknowledged incident');
  });

  it('holds for a week after the incident was resolved', async () => {
    const ed = await rouse.person({ name: 'Ed' });
    await paged([ed]);
    const link = await linkTo(ed, /card/);
    await rouse.advance({ days: 30 });
    expect((await ask('GET', link)).status).toBe(200);
    await ask('POST', `${link}/resolve`);
    await rouse.advance({ days: 6 });
    expect((await ask('GET', link)).status).toBe(200);
    await rouse.advance({ days: 2 });
    expect((await ask('GET', link)).status).toBe(410);
    expect((await ask('POST', `${link}/escalate`)).status).toBe(410);
  });

  it('that nobody was given leads nowhere', async () => {
    const fay = await rouse.person({ name: 'Fay' });
    const { incident } = await paged([fay]);
    const link = await linkTo(fay, /card/);
    const forged = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
    const wrong = [
      forged,
      `${rouse.url}/i/${incident.id}`,
      `${rouse.url}/i/%00`,
      `${rouse.url}/i/'%20OR%201=1`,
    ];
    for (const address of wrong) {
      expect((await ask('GET', address)).status).toBe(404);
      expect((await ask('POST', `${address}/acknowledge`)).status).toBe(404);
    }
    expect((await ask('POST', `${link}/delete`)).status).toBe(404);
    expect((await ask('POST', link)).status).toBe(404);
    expect(await statusOf(incident)).toBe('triggered');
    const stored = await rouse.dataSource.query<{ found: string }[]>(
      `SELECT encode(token_hash, 'base64') AS found FROM page_links`,
    );
    expect(JSON.stringify(stored)).not.toContain(link.slice(-22));
  });

  it('of somebody who has left leads nowhere', async () => {
    const gil = await rouse.person({ name: 'Gil' });
    await paged([gil, await rouse.person({ name: 'Hal' })]);
    const link = await linkTo(gil, /card/);
    await rouse.dataSource.query('UPDATE users SET deleted_at = rouse_now() WHERE id = $1', [gil.id]);
    expect((await ask('GET', link)).status).toBe(404);
  });

  /** Opens a link on a phone, and gathers what the browser complains of. */
  async function open(
    link: string,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(link);
    return { page, complaints };
  }

  it.each(['light', 'dark'] as const)('is answered with a thumb, %s', async (colorScheme) => {
    const ida = await rouse.person({ name: 'Ida' });
    const { incident } = await paged([ida], `card errors ${'x'.repeat(300)}`);
    const { page, complaints } = await open(await linkTo(ida, /card/), colorScheme);
    const button = page.getByRole('button', { name: 'Acknowledge' });
    const box = await button.boundingBox();
    expect([box?.height, box?.width].map((size) => (size ?? 0) >= 48)).toEqual([true, true]);
    await button.click();
    await page.getByText('Acknowledged #').waitFor();
    await page.getByText('◐ Acknowledged by Ida').waitFor();
    await page.getByText('Ida acknowledged it').waitFor();
    expect(await statusOf(incident)).toBe('acknowledged');
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('✓ Resolved').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate<number>(wide)).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
