import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const policiesSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), name: z.string(), steps: z.array(z.unknown()) })),
});
const policyInputSchema = z.object({ name: z.string(), repeat: z.number(), steps: z.array(z.unknown()) });
const servicesSchema = z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

// Whole stories in a browser, each with several looks of axe: on a slow machine they take their time.
jest.setTimeout(180_000);

describe('services and policies on the web', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  /** Which try of a test this is; what a try makes has its letter, so that none is in the way of the next. */
  let turn = 0;
  let ana: Person;
  let bo: Person;
  let primary: Schedule;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
  });
  beforeEach(async () => {
    turn += 1;
    ana = await rouse.person({ name: named('Ana') });
    bo = await rouse.person({ name: named('Bo') });
    primary = await rouse.schedule([ana], { name: named('Primary') });
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  const named = (name: string): string => `${name} ${String.fromCharCode(64 + turn)}`;
  const choose = async (page: Page, field: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: field, exact: true }).click();
    await page.locator('[role=option]:visible').filter({ hasText: option }).first().click();
  };
  const minutes = (page: Page): Locator => page.getByRole('list', { name: 'Pages, by the minute' });
  const minute = (page: Page, clock: string, name: string): Locator =>
    minutes(page)
      .getByRole('listitem')
      .filter({ has: page.getByText(clock, { exact: true }) })
      .filter({ hasText: name });

  it('show what a policy would do while it is edited, keep the draft, and save it', async () => {
    const page = await openWebPage(browser, rouse, '/policies/new');
    await page.getByRole('textbox', { name: 'Name' }).fill(named('Primary, then Bo'));
    await choose(page, 'Whom step 1 pages', named('Primary'));
    await minute(page, '0:00', named('Ana')).waitFor();
    await page.getByRole('button', { name: 'Add a step' }).click();
    await choose(page, 'Whom step 2 pages', named('Bo'));
    await minute(page, '5:00', named('Bo')).waitFor();
    await page.getByRole('textbox', { name: 'How long step 1 waits for an answer', exact: true }).fill('10');
    await minute(page, '10:00', named('Bo')).waitFor();
    await expectAccessible(page);

    await page.reload();
    await minute(page, '10:00', named('Bo')).waitFor();
    await page.getByRole('button', { name: 'Move step 2 up' }).click();
    await minute(page, '0:00', named('Bo')).waitFor();
    await page.getByRole('button', { name: 'Move step 1 down' }).click();
    await page.getByRole('button', { name: 'Make the policy' }).click();
    await page.getByRole('heading', { level: 1, name: named('Primary, then Bo') }).waitFor();
    const { items } = policiesSchema.parse(await rouse.get('/api/v1/escalation-policies'));
    expect(items.find(({ name }) => name === named('Primary, then Bo'))).toMatchObject({
      steps: [
        { targets: [{ type: 'schedule', id: primary.id }], escalateAfterSeconds: 600 },
        { targets: [{ type: 'user', id: bo.id }], escalateAfterSeconds: 300 },
      ],
    });

    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.getByRole('button', { name: 'Save policy' }).click();
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await page.context().close();
  });

  it('tell of a policy that two people edit at once, and lose nothing of either', async () => {
    const { id } = await rouse.policy([{ page: [ana] }], { name: named('Contested') });
    const page = await openWebPage(browser, rouse, `/policies/${id}`);
    const wait = page.getByRole('textbox', { name: 'How long step 1 waits for an answer', exact: true });
    await wait.fill('11');
    await page.getByText('Not saved yet.').waitFor();
    const saved = await rouse.get(`/api/v1/escalation-policies/${id}`);
    const theirs = policyInputSchema.parse(saved);
    await rouse.api('PUT', `/api/v1/escalation-policies/${id}`, { ...theirs, repeat: 7 });
    const told = page.getByRole('alert').filter({ hasText: 'Somebody else saved this policy' });
    // A page that has not heard of it yet hears it from the server when it saves.
    await page
      .getByRole('button', { name: 'Save policy' })
      .click({ timeout: 1_000 })
      .catch(() => undefined);
    await told.waitFor();
    expect(await rouse.get(`/api/v1/escalation-policies/${id}`)).toMatchObject({ repeat: 7 });
    await expectAccessible(page);
    await told.getByRole('button', { name: 'Go on with my draft' }).click();
    await page.getByRole('button', { name: 'Save policy' }).click();
    await page.getByText('Not saved yet.').waitFor({ state: 'hidden' });
    expect(await rouse.get(`/api/v1/escalation-policies/${id}`)).toMatchObject({
      repeat: theirs.repeat,
      steps: [{ escalateAfterSeconds: 660 }],
    });
    await page.context().close();
  });

  it('stand still while they are saved, so that nothing is typed for nothing', async () => {
    const { id } = await rouse.policy([{ page: [ana] }], { name: named('Slow') });
    const page = await openWebPage(browser, rouse, `/policies/${id}`);
    const name = page.getByRole('textbox', { name: 'Name' });
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(`**/api/v1/escalation-policies/${id}`, async (route) => {
      if (route.request().method() === 'PUT') await held;
      await route.continue();
    });
    await name.fill(named('Slower'));
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await name.press('Enter');
    await sent;
    await page.keyboard.type(' yet');
    expect(await name.inputValue()).toBe(named('Slower'));
    goOn();
    await page.getByText('Not saved yet.').waitFor({ state: 'hidden' });
    await page.locator('[inert]').waitFor({ state: 'detached' });
    await page.keyboard.type(' still');
    expect(await name.inputValue()).toBe(`${named('Slower')} still`);
    await page.getByRole('button', { name: 'Save policy' }).click();
    await page.getByText('Not saved yet.').waitFor({ state: 'hidden' });
    expect(await rouse.get(`/api/v1/escalation-policies/${id}`)).toMatchObject({
      name: `${named('Slower')} still`,
    });
    await page.context().close();
  });

  it('are made step by step, with a snippet that works and a page that one sees arrive', async () => {
    const page = await openWebPage(browser, rouse, '/services/new');
    await page.getByRole('textbox', { name: 'Name' }).fill(named('Checkout'));
    await page.getByRole('radio', { name: 'Make a policy now' }).click();
    await choose(page, 'First', named('Ana'));
    await minute(page, '0:00', named('Ana')).waitFor();
    await page.getByRole('radio', { name: /Anything that can send JSON/ }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make the service' }).click();
    await page.getByRole('heading', { level: 1, name: `${named('Checkout')} is ready` }).waitFor();
    const snippet = await page.getByRole('region', { name: 'curl' }).innerText();

    await page.getByRole('button', { name: 'Send a test alert' }).click();
    const story = page.getByRole('list', { name: 'What became of the test alert' });
    await story.getByRole('link', { name: /Incident \d+ opened/ }).waitFor();
    await story.getByText('SMS delivered').waitFor();
    await rouse.post('/api/v1/simulator/sms', { from: ana.phone, body: 'ack' });
    await story.getByText('has it. Nobody else is paged.').waitFor();
    await page.getByRole('button', { name: 'Resolve it' }).click();
    await story.getByText('Resolved. It works').waitFor();
    await expectAccessible(page);
    await page.context().close();

    const [, url = '', body = ''] = /'(http[^']+)'.* -d '(.*)'$/s.exec(snippet) ?? [];
    expect(await rouse.api('POST', url, body, { token: null })).toMatchObject({ status: 202 });
    const { items } = servicesSchema.parse(await rouse.get('/api/v1/services'));
    const service = items.find(({ name }) => name === named('Checkout'));
    if (service === undefined) throw new Error('no service was made');
    await rouse.eventually(async () =>
      expect((await rouse.incidentsOf(service)).map(({ title }) => title)).toContain('Backup of db-1 failed'),
    );
  });

  it('say how they stand, renew keys and plan maintenance, also on a phone at night', async () => {
    const service = await rouse.service(await rouse.policy([{ page: [ana] }]), { name: named('Backups') });
    const wayIn = { type: 'generic', name: 'Generic JSON' };
    const integration = await rouse.post(`/api/v1/services/${service.id}/integrations`, wayIn);
    const { url } = z.object({ url: z.string() }).parse(integration);
    await rouse.post(url, { summary: 'Backup of db-1 failed' }, { token: null });

    const page = await openWebPage(browser, rouse, '/services', { size: PHONE, scheme: 'dark' });
    const row = page.getByRole('listitem').filter({ hasText: service.name });
    await row.getByText('1 needs somebody').waitFor();
    await expectAccessible(page);
    await row.getByRole('link', { name: service.name }).click();
    await page.getByRole('heading', { level: 1, name: service.name }).waitFor();
    await page.getByRole('link', { name: 'Backup of db-1 failed' }).waitFor();
    await minute(page, '0:00', named('Ana')).waitFor();
    await expectAccessible(page);

    await page.getByRole('tab', { name: 'Ways in' }).click();
    await page.getByRole('button', { name: 'Renew key: Generic JSON' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Renew key' }).click();
    await page.getByRole('heading', { name: 'Address and key of Generic JSON' }).waitFor();
    await page.getByText(/The key before, .*opens until/).waitFor();
    await expectAccessible(page);

    await page.getByRole('tab', { name: 'Maintenance' }).click();
    await page.getByRole('button', { name: 'Plan maintenance' }).click();
    await page.getByRole('textbox', { name: 'What is it for?' }).fill('New disks');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByText('In effect').waitFor();
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click();
    await page.getByText('Nothing is planned.').waitFor();

    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: /By the hour/ }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Settings saved').waitFor();
    expect(await rouse.get(`/api/v1/services/${service.id}`)).toMatchObject({ urgency: 'support-hours' });
    await page.context().close();
  });
});
