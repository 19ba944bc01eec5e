import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { RestoreWatch } from '../../src/restore/restore-watch.js';
import { startWebhookReceiver, type WebhookReceiver } from '../live-feeds/webhook-receiver.js';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

jest.setTimeout(180_000);

describe('what admins look after', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let receiver: WebhookReceiver;
  /** What a try of a test makes has its letter, so that none is in the way of the next. */
  let turn = 0;
  beforeAll(async () => {
    const settings = { OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' };
    [rouse, browser, receiver] = await Promise.all([
      startRouse({ settings }),
      startBrowser(),
      startWebhookReceiver(),
    ]);
  });
  beforeEach(() => {
    turn += 1;
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
    await receiver.stop();
  });

  const open: typeof openWebPage = async (...all) => {
    const page = await openWebPage(...all);
    page.setDefaultTimeout(60_000);
    return page;
  };
  const named = (name: string): string => `${name} ${String.fromCharCode(64 + turn)}`;
  const whoAsks = async (token: string) =>
    (await rouse.api('GET', '/api/v1/me', undefined, { token })).status;

  it('tell another system, see what it answered, and give it a new secret', async () => {
    const [name, path] = [named('Chat'), `/chat-${String(turn)}`];
    const page = await open(browser, rouse, '/admin/webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url(path));
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    const first = await page.getByLabel('Secret', { exact: true }).innerText();
    await page.getByRole('button', { name: 'Done' }).click();

    const row = page.getByRole('listitem').filter({ hasText: name });
    await row.getByRole('button', { name: 'Send a ping' }).click();
    const log = page.getByRole('dialog', { name: `Deliveries of ${name}` });
    await log.getByText('Delivered').waitFor();
    await log.getByText('answered 204').waitFor();
    await expectAccessible(page);
    expect(receiver.requests(path)).toHaveLength(1);
    await log.getByRole('button', { name: /^Send again: / }).click();
    await rouse.eventually(() => {
      expect(receiver.requests(path)).toHaveLength(2);
    });
    await page.keyboard.press('Escape');

    await row.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    expect(await page.getByLabel('Secret', { exact: true }).innerText()).not.toBe(first);
    await page.getByRole('button', { name: 'Done' }).click();
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Paused').waitFor();
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('give a program a token that is shown once, and a new one while the old one opens on', async () => {
    const name = named('Deploy bot');
    const page = await open(browser, rouse, '/admin/service-tokens', { size: PHONE, scheme: 'dark' });
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Name of the program').fill(name);
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = page.getByLabel('Token', { exact: true });
    const before = await token.innerText();
    expect((await rouse.api('GET', '/api/v1/me', undefined, { token: before })).body).toMatchObject({
      name,
      scopes: ['read'],
    });
    await page.getByRole('button', { name: 'Done' }).click();
    await token.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(before);
    await page.getByRole('button', { name: `New secret for ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    const after = await token.innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('listitem').filter({ hasText: name });
    await row.getByText('the old secret opens until').waitFor();
    expect(before).not.toBe(after);
    expect(await Promise.all([before, after].map(whoAsks))).toEqual([200, 200]);
    await expectAccessible(page);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await Promise.all([before, after].map(whoAsks))).toEqual([401, 401]);
    await page.context().close();
  });

  it('lose no new secret to a key that is pressed, or to a list that does not come', async () => {
    const name = named('Backup');
    const body = { name, role: 'observer', scopes: ['read'], teams: [] };
    await rouse.api('POST', '/api/v1/service-tokens', body);
    const page = await open(browser, rouse, '/admin/service-tokens');
    await page.getByRole('button', { name: `New secret for ${name}` }).click();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route('**/api/v1/service-tokens/*/rotation', async (route) => {
      await held;
      await route.continue();
    });
    await page.route('**/api/v1/service-tokens?*', (route) =>
      route.fulfill({ status: 403, json: { type: 'about:blank', title: 'No', status: 403, detail: 'No.' } }),
    );
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'New secret' }).click();
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    const refused = page.waitForResponse((response) => response.status() === 403);
    goOn();
    const token = page.getByLabel('Token', { exact: true });
    const secret = await token.innerText();
    await refused;
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await token.innerText()).toBe(secret);
    expect(await whoAsks(secret)).toBe(200);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('take somebody out, with what it does to schedules and policies said before', async () => {
    const [cy, di] = [await rouse.person({ name: named('Cy') }), await rouse.person({ name: named('Di') })];
    const schedule = await rouse.schedule([cy], { name: named('Nights') });
    await rouse.policy([{ page: [cy] }, { page: [schedule] }], { name: named('Nights only') });
    const page = await open(browser, rouse, `/people/${cy.id}`);
    await page.getByRole('button', { name: 'Take out of Rouse' }).click();
    const dialog = page.getByRole('dialog', { name: `${cy.name} leaves` });
    await dialog.getByText(`${schedule.name}: nobody would cover`).waitFor();
    await dialog.getByText(`${named('Nights only')}: step 1 pages nobody else`).waitFor();
    const leave = dialog.getByRole('button', { name: `Take ${cy.name} out now` });
    expect(await leave.isDisabled()).toBe(true);
    await expectAccessible(page);
    await dialog.getByRole('combobox', { name: 'Who takes their place' }).fill(di.name);
    await page.getByRole('option', { name: di.name }).click();
    await dialog.getByText(`${schedule.name}: somebody else has the pager`).waitFor();
    await leave.click();
    await page.getByText(`${cy.name} has left`).waitFor();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await page.getByRole('link', { name: di.name }).waitFor();
    expect(await page.getByRole('link', { name: cy.name }).count()).toBe(0);
    expect(await rouse.get(`/api/v1/schedules/${schedule.id}`)).toMatchObject({
      layers: [{ participants: [di.id] }],
    });
    expect(await whoAsks(cy.token)).toBe(401);
    await page.context().close();
  });

  it('save the audit log as a file', async () => {
    const team = named('Payments');
    await rouse.team(team, []);
    const page = await open(browser, rouse, '/admin/audit-log');
    await page.getByLabel('Search').fill(team);
    await page.getByRole('button', { name: `made team ${team}` }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const lines = await readFile(await (await download).path(), 'utf8');
    expect(lines).toContain('team.create');
    expect(lines).toContain(team);
    await page.context().close();
  });

  it('decide about what a restore left held', async () => {
    const ana = await rouse.person({ name: named('Ana') });
    const service = await rouse.service(await rouse.policy([{ page: [ana], waitSeconds: 3_600 }]));
    await rouse.trigger(await rouse.integration(service), { summary: named('Disk full') });
    const { id } = await rouse.incidentOf(service);
    await rouse.dataSource.query(
      `UPDATE database_place SET system_identifier = '1', seen_at = rouse_now() - interval '1 day'`,
    );
    await rouse.app.get(RestoreWatch, { strict: false }).look();

    const page = await open(browser, rouse, '/admin/restore');
    await page.getByRole('link', { name: named('Disk full') }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Page them all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Page them all' }).click();
    await page.getByText('They were paged').waitFor();
    await page.getByRole('heading', { name: 'Nothing is held' }).waitFor();
    expect(await rouse.timelineKinds(id)).toContain('escalation.resumed');
    await page.context().close();
  });
});
