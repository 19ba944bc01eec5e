import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const messagesSchema = z.object({ items: z.array(z.object({ body: z.string() })) });

describe('incidents in the web app', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  /** An incident of a service of its own; whoever is on call has been paged, and Bo is next. */
  async function broken(summary: string) {
    const web = await rouse.schedule([ana]);
    const policy = await rouse.policy([
      { page: [web], waitSeconds: 3600 },
      { page: [bo], waitSeconds: 3600 },
    ]);
    const service = await rouse.service(policy);
    await rouse.trigger(await rouse.integration(service), { summary });
    return { ...(await rouse.incidentOf(service)), web, service };
  }

  const linkTo = (person: Person, summary: string) =>
    rouse.eventually(async () => {
      const query = `to=${encodeURIComponent(String(person.phone))}`;
      const { items } = messagesSchema.parse(await rouse.get(`/api/v1/simulator/messages?${query}`));
      const link = /http\S+\/i\/\S+$/.exec(
        items.map(({ body }) => body).find((body) => body.includes(summary)) ?? '',
      );
      if (link === null) throw new Error('no message with a link yet');
      return link[0];
    });

  const statusOf = async (incident: { id: string }) => (await rouse.incident(incident.id)).status;
  const state = (page: Page, word: string) => page.locator('main dl').getByText(word, { exact: true });

  it('is acknowledged with one tap on the link of the SMS, which an open page shows at once', async () => {
    const incident = await broken('card errors');
    const desk = await openWebPage(browser, rouse, `/incidents/${incident.id}`, { token: ana.token });
    await state(desk, 'Triggered').waitFor();
    await desk.getByText(`You are on call for ${incident.web.name}`).waitFor();
    await desk.getByText('Bo is paged in').waitFor();
    await expectAccessible(desk);

    const phone = await (await browser.newContext({ viewport: PHONE, colorScheme: 'dark' })).newPage();
    await phone.goto(await linkTo(ana, 'card errors'));
    const acknowledge = phone.getByRole('button', { name: 'Acknowledge' });
    const box = await acknowledge.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(56);
    expect(box?.width).toBeGreaterThanOrEqual(PHONE.width - 2 * 36);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(PHONE.height);
    await expectAccessible(phone);
    await acknowledge.click();

    await state(desk, 'Acknowledged').waitFor();
    await desk.getByText('You have it. Nobody is paged.').waitFor();
    await desk.getByText('acknowledged it by the link of the message').waitFor();
    expect(await phone.getByRole('link', { name: 'Open in Rouse' }).getAttribute('href')).toBe(
      `../../incidents/${incident.id}`,
    );
    await Promise.all([desk.context().close(), phone.context().close()]);
  });

  it('is found, acknowledged, noted and resolved with keys alone', async () => {
    const incident = await broken('disk of the archive is full');
    const page = await openWebPage(browser, rouse, `/incidents?service=${incident.service.id}`, {
      token: ana.token,
    });
    await page.getByRole('link', { name: 'disk of the archive is full' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'disk of the archive is full' }).waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();

    await page.keyboard.press('a');
    await state(page, 'Acknowledged').waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('Old backups are being removed');
    await page.keyboard.press('Control+Enter');
    await page.locator('blockquote', { hasText: 'Old backups are being removed' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await state(page, 'Resolved').waitFor();
    await rouse.eventually(async () => {
      expect(await statusOf(incident)).toBe('resolved');
    });
    await page.context().close();
  });

  it('takes a resolve back before it is sent', async () => {
    const incident = await broken('certificates end soon');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, {
      token: ana.token,
      size: PHONE,
      scheme: 'dark',
    });
    await page.clock.install();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await state(page, 'Resolved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await state(page, 'Triggered').waitFor();
    await expectAccessible(page);
    expect(await statusOf(incident)).toBe('triggered');
    await page.context().close();
  });

  it('shows an acknowledgement at once, keeps trying while nobody answers, and says who was first', async () => {
    const incident = await broken('queue grows');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, {
      token: ana.token,
      size: PHONE,
    });
    const acknowledge = page.getByRole('button', { name: 'Acknowledge' });
    const box = await acknowledge.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(56);
    // No network from here to the server: what is pressed shows, and says that it is not agreed on.
    const requests = `${rouse.url}/api/v1/incidents/${incident.id}/acknowledge`;
    await page.route(requests, (route) => route.abort());
    await acknowledge.click();
    await state(page, 'Acknowledged').waitFor();
    await page.getByText('No answer from Rouse yet.').waitFor();
    expect(await statusOf(incident)).toBe('triggered');

    await rouse.post(`/api/v1/incidents/${incident.id}/acknowledge`, undefined, { token: bo.token });
    await page.unroute(requests);
    const tooLate = `Bo has acknowledged incident #${String(incident.number)} already.`;
    await page.getByRole('alert').filter({ hasText: tooLate }).waitFor();
    await page.getByText('Bo has it.').waitFor();
    await page.context().close();
  });

  const reassignToBo = async (page: Page) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Reassign' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reassign' });
    await dialog.getByRole('combobox', { name: 'To whom' }).click();
    await page.getByRole('option', { name: 'Bo', exact: true }).click();
    // By key: the list of people lies over the button until its field has lost the focus.
    await dialog.getByRole('button', { name: 'Reassign and page them' }).press('Enter');
    return dialog;
  };
  const page502 = { status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' };

  it('sends what is pressed after an unanswered acknowledgement when that is answered, and not before', async () => {
    const incident = await broken('mails bounce');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, { token: ana.token });
    const actions = `${rouse.url}/api/v1/incidents/${incident.id}`;
    let isReassigned = false;
    page.on('request', (request) => {
      isReassigned ||= request.url() === `${actions}/reassign`;
    });
    await page.route(`${actions}/acknowledge`, (route) => route.fulfill(page502));
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('No answer from Rouse yet.').waitFor();
    const dialog = await reassignToBo(page);
    await dialog.getByText('No answer from Rouse yet.').waitFor();
    await page.waitForTimeout(3_000);
    expect(isReassigned).toBe(false);

    await page.unroute(`${actions}/acknowledge`);
    await dialog.waitFor({ state: 'detached' });
    expect(await rouse.incident(incident.id)).toMatchObject({ status: 'triggered', assignedTo: [bo.id] });
    await state(page, 'Triggered').waitFor();
    await page.context().close();
  });

  it('lets an acknowledgement overtake what is not answered, and what it overtook does not come after it', async () => {
    const incident = await broken('imports hang');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, { token: ana.token });
    const requests = `${rouse.url}/api/v1/incidents/${incident.id}/reassign`;
    await page.route(requests, (route) => route.abort());
    const dialog = await reassignToBo(page);
    await dialog.getByText('No answer from Rouse yet.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText(`#${String(incident.number)}: you have it.`).waitFor();
    await page.unroute(requests);
    await page.getByText('No answer from Rouse yet.').waitFor({ state: 'detached' });
    await page.waitForTimeout(8_000);
    expect(await statusOf(incident)).toBe('acknowledged');
    await page.context().close();
  });

  it('tells of a refusal also when the dialog is closed by then', async () => {
    const incident = await broken('exports hang');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, { token: ana.token });
    const requests = `${rouse.url}/api/v1/incidents/${incident.id}/reassign`;
    await page.route(requests, (route) => route.abort());
    const dialog = await reassignToBo(page);
    await dialog.getByText('No answer from Rouse yet.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await rouse.post(`/api/v1/incidents/${incident.id}/resolve`, undefined, { token: bo.token });
    await page.unroute(requests);
    await page.getByRole('alert').filter({ hasText: 'Somebody was quicker' }).waitFor();
    await page.context().close();
  });

  it('adds a note once, and keeps what is written while it is sent', async () => {
    const incident = await broken('logs are gone');
    const page = await openWebPage(browser, rouse, `/incidents/${incident.id}`, { token: ana.token });
    const requests = `${rouse.url}/api/v1/incidents/${incident.id}/notes`;
    await page.route(requests, (route) => route.abort());
    const field = page.getByRole('textbox', { name: 'Note' });
    await field.fill('The rotation is off.');
    await field.press('Control+Enter');
    await page.getByText('No answer from Rouse yet.').waitFor();
    await field.press('Control+Enter');
    await field.press('End');
    await field.pressSequentially(' It is on again.');
    await page.unroute(requests);
    await page.locator('blockquote', { hasText: 'The rotation is off.' }).waitFor();
    await page.getByText('No answer from Rouse yet.').waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('It is on again.');
    expect(await rouse.incident(incident.id)).toMatchObject({ noteCount: 1 });
    await page.context().close();
  });

  it('says that the story and who is next cannot be told, and asks again when it is pressed', async () => {
    const incident = await broken('backups fail');
    const page = await openWebPage(browser, rouse, `/incidents?service=${incident.service.id}`, {
      token: ana.token,
    });
    const requests = new RegExp(`/incidents/${incident.id}/(?:timeline|outlook)`);
    await page.route(requests, (route) => route.fulfill(page502));
    await page.getByRole('link', { name: 'backups fail' }).click();
    await page.getByText('Who is paged next cannot be told right now.').waitFor();
    const failed = page.getByRole('alert').filter({ hasText: 'Rouse cannot be reached' });
    await failed.waitFor();
    await page.unroute(requests);
    await failed.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.context().close();
  });
});
