import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
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
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    bo = await rouse.person({ name: 'Bo Lind' });
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
    const page = await open(browser, rouse, '/people');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('Name').fill('Cy Moss');
    await dialog.getByLabel('E-mail address').fill('cy.moss@example.org');
    await dialog.getByRole('button', { name: 'Send the invitation' }).click();
    const link = await page.getByLabel('Invitation link', { exact: true }).innerText();
    await page.getByRole('button', { name: 'Done' }).click();
    const awaited = page.getByRole('region', { name: 'Invited, not here yet' });
    await awaited.getByText('cy.moss@example.org').waitFor();
    await expectAccessible(page);

    const guest = await browser.newContext({ serviceWorkers: 'block' });
    const door = await guest.newPage();
    await door.goto(link);
    await door.getByLabel('Password').fill(PASSWORD);
    await door.getByRole('button').click();
    await door.locator('#page-title').waitFor();
    await guest.close();

    await awaited.waitFor({ state: 'detached' });
    await page.getByLabel('Search by name or e-mail address').fill('moss');
    await page.getByRole('link', { name: /Cy Moss.*Responder/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Cy Moss' }).waitFor();
    await page.getByText('No shifts in the next four weeks').waitFor();
    await page.getByText('cy.moss@example.org').first().waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('makes a team with a manager, and takes a change back', async () => {
    const page = await open(browser, rouse, '/teams/new', { scheme: 'dark' });
    await page.getByLabel('Name of the team').fill('Checkout');
    await choose(page, 'Add somebody', /Bo Lind/);
    await choose(page, 'Role of Bo Lind', 'Manager');
    await page.getByRole('button', { name: 'Make the team' }).click();
    await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Role of Bo Lind' }).inputValue()).toBe('Manager');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove Bo Lind' }).click();
    await page.getByText('Nobody is in this team').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Bo Lind' }).waitFor();
    await page.context().close();
  });

  it('finds in the audit log what was done, with what changed', async () => {
    const page = await open(browser, rouse, '/admin/audit-log');
    await page.getByLabel('Search').fill('Checkout');
    const made = page.getByRole('button', { name: /made team Checkout/ });
    await made.click();
    await page.getByRole('row', { name: /name.*Checkout/ }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Search').fill('nothing is called so');
    await page.getByText('No entry fits').waitFor();
    await page.context().close();
  });

  it('shows a token of a program once', async () => {
    const page = await open(browser, rouse, '/admin/service-tokens', { size: PHONE, scheme: 'dark' });
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Name of the program').fill('Deploy bot');
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = await page.getByLabel('Token', { exact: true }).innerText();
    expect((await rouse.api('GET', '/api/v1/me', undefined, { token })).body).toMatchObject({
      name: 'Deploy bot',
      scopes: ['read'],
    });
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Responder · read').waitFor();
    await expectAccessible(page);
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No program has a token yet').waitFor();
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
