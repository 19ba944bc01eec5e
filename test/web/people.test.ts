import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

jest.setTimeout(120_000);

const PASSWORD = 'a quiet night for everybody';

describe('people, teams and admin', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let bo: Person;
  /** What a try of a test makes has its number, so that none is in the way of the next. */
  let turn = 0;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    bo = await rouse.person({ name: 'Bo Lind' });
  });
  beforeEach(() => {
    turn += 1;
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  const open: typeof openWebPage = async (...all) => {
    const page = await openWebPage(...all);
    page.setDefaultTimeout(60_000);
    return page;
  };

  const choose = async (page: Page, field: string, option: string | RegExp) => {
    await page.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: option }).click();
  };

  it('invites somebody, who comes by the link and is seen by the others', async () => {
    const [name, email] = [`Cy Moss ${String(turn)}`, `cy.moss.${String(turn)}@example.org`];
    const page = await open(browser, rouse, '/people');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail address').fill(email);
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    const link = await page.getByLabel('Invitation link', { exact: true }).innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    const awaited = page.getByRole('region', { name: 'Invited, not here yet' });
    await awaited.getByText(email).waitFor();
    await expectAccessible(page);

    const guest = await browser.newContext({ serviceWorkers: 'block' });
    const door = await guest.newPage();
    await door.goto(link);
    await door.getByLabel('Password').fill(PASSWORD);
    await door.getByRole('button').click();
    await door.locator('#page-title').waitFor();
    await guest.close();

    await awaited.getByText(email).waitFor({ state: 'detached' });
    await page.getByLabel('Search by name or e-mail address').fill(email);
    await page.getByRole('link', { name: new RegExp(`${name}.*Responder`) }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByText('No shifts in the next four weeks').waitFor();
    await page.getByText(email).first().waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('makes a team with a manager, and takes a change back', async () => {
    const team = `Checkout ${String(turn)}`;
    const page = await open(browser, rouse, '/teams/new', { scheme: 'dark' });
    await page.getByLabel('Name of the team').fill(team);
    await choose(page, 'Add somebody', /Bo Lind/);
    await choose(page, 'Role of Bo Lind', 'Manager');
    await page.getByRole('button', { name: 'Make the team' }).click();
    await page.getByRole('heading', { level: 1, name: team }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Role of Bo Lind' }).inputValue()).toBe('Manager');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove Bo Lind' }).click();
    await page.getByText('Nobody is in this team').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Bo Lind' }).waitFor();
    await page.context().close();
  });

  it('finds in the audit log what was done, with what changed', async () => {
    const team = `Payments ${String(turn)}`;
    await rouse.team(team, []);
    const page = await open(browser, rouse, '/admin/audit-log');
    await page.getByLabel('Search').fill(team);
    await page.getByRole('button', { name: `made team ${team}` }).click();
    await page.getByRole('row', { name: new RegExp(`name.*${team}`) }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Search').fill('nothing is called so');
    await page.getByText('No entry fits').waitFor();
    await page.context().close();
  });

  it('tells a responder whom to ask, and shows no way into admin', async () => {
    const page = await open(browser, rouse, '/admin', { token: bo.token, size: PHONE });
    await page.getByText('Admin is for admins').waitFor();
    await expectAccessible(page);
    await page.context().close();
    const desk = await open(browser, rouse, '/people', { token: bo.token });
    await desk.getByRole('link', { name: /Bo Lind/ }).waitFor();
    expect(await desk.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0);
    expect(await desk.getByRole('button', { name: 'Invite somebody' }).count()).toBe(0);
    await desk.context().close();
  });
});
