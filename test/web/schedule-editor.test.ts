import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const scheduleSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.int(),
  timeZone: z.string(),
  layers: z.array(
    z.object({
      name: z.string(),
      participants: z.array(z.string()),
      handoff: z.string(),
      onAbsence: z.string(),
    }),
  ),
});

/** Two browsers at once, on a machine that has more to do. */
const PATIENCE_MS = 120_000;

describe('the editor of schedules', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  /** What a test makes has another name each time that it is tried. */
  let tries = 0;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    ana = await rouse.person({ name: 'Ana', role: 'admin' });
    bo = await rouse.person({ name: 'Bo', role: 'admin' });
    cy = await rouse.person({ name: 'Cy' });
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  const stored = async (id: string) => scheduleSchema.parse(await rouse.get(`/api/v1/schedules/${id}`));
  const edit = (id: string, person: Person) =>
    openWebPage(browser, rouse, `/schedules/${id}/edit`, { token: person.token });
  const addPerson = async (page: Page, name: string) => {
    await page.getByRole('combobox', { name: 'Add somebody' }).fill(name);
    await page.getByRole('option', { name }).click();
  };

  it(
    'says what a change means before it is saved, and keeps a draft through a reload',
    async () => {
      const { id } = await rouse.schedule([ana, bo]);
      const page = await edit(id, ana);
      await page.getByText('Weekly, hands off Monday 09:00').first().waitFor();
      await page.getByRole('combobox', { name: 'Hands off on' }).click();
      await page.getByRole('option', { name: 'Thursday' }).click();
      const words = page.getByRole('region', { name: 'In words' });
      await words.getByText('Weekly, hands off Thursday 09:00').waitFor();
      await addPerson(page, 'Cy');
      await words.getByRole('listitem').filter({ hasText: 'Cy' }).first().waitFor();
      await page
        .getByRole('region', { name: 'Against what is saved' })
        .getByText(/Cy \+\d+ h.* in the next 4 weeks/)
        .waitFor();
      expect((await stored(id)).version).toBe(1);
      await expectAccessible(page);

      await page.reload();
      await page.getByText(/You have an unsaved draft from/).waitFor();
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('Weekly, hands off Thursday 09:00').first().waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(`**/schedules/${id}`);
      const saved = await stored(id);
      expect(saved.version).toBe(2);
      expect(saved.layers).toMatchObject([
        { handoff: 'FREQ=WEEKLY;BYDAY=TH', participants: [ana.id, bo.id, cy.id] },
      ]);
      await page.context().close();
    },
    PATIENCE_MS,
  );

  it(
    'lets two people edit one schedule: the second sees what the first changed, and loses nothing',
    async () => {
      const { id } = await rouse.schedule([ana, bo], { name: 'Shared' });
      const [first, second] = await Promise.all([edit(id, bo), edit(id, ana)]);
      await addPerson(first, 'Cy');
      await second.getByRole('textbox', { name: 'Name', exact: true }).fill('Shared by both');
      // Bo saves while Ana's save is on its way.
      await second.route(`**/api/v1/schedules/${id}`, async (route) => {
        if (route.request().method() === 'PUT' && (await stored(id)).version === 1) {
          await first.getByRole('button', { name: 'Save' }).click();
          await first.waitForURL(`**/schedules/${id}`);
        }
        await route.continue();
      });
      await second.getByRole('button', { name: 'Save' }).click();
      const conflict = second.getByRole('alert').filter({ hasText: 'Bo saved a newer version' });
      await conflict.waitFor();
      await conflict.getByText('Ana, Bo, Cy').waitFor();
      await conflict.getByText('Shared by both').waitFor();
      await expectAccessible(second);
      await conflict.getByRole('button', { name: 'Keep mine on top of theirs' }).click();
      await second.getByRole('listitem').filter({ hasText: 'Cy' }).first().waitFor();
      await second.getByRole('button', { name: 'Save' }).click();
      await second.waitForURL(`**/schedules/${id}`);
      expect(await stored(id)).toMatchObject({
        version: 3,
        name: 'Shared by both',
        layers: [{ participants: [ana.id, bo.id, cy.id] }],
      });
      await Promise.all([first.context().close(), second.context().close()]);
    },
    PATIENCE_MS,
  );

  it(
    'makes a schedule from nothing, on a phone, with what deleting a layer leaves open',
    async () => {
      tries += 1;
      const name = `From nothing ${String(tries)}`;
      await rouse.team(`Checkout ${String(tries)}`, [ana, bo]);
      const page = await openWebPage(browser, rouse, '/schedules/new', {
        token: ana.token,
        size: PHONE,
        scheme: 'dark',
      });
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await page.getByRole('button', { name: /^Weekdays and weekends/ }).click();
      await page.getByRole('button', { name: /^Weekends/ }).click();
      await page.getByRole('button', { name: 'Remove layer' }).click();
      await page.getByText(/^Deleting Weekends leaves .* with nobody\.$/).waitFor();
      await page.getByRole('button', { name: 'Keep it' }).click();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Save schedule' }).click();
      await page.waitForURL(/\/schedules\/[0-9a-f-]{36}$/);
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const made = await stored(id);
      expect(made).toMatchObject({ name, timeZone: 'UTC' });
      expect(made.layers).toMatchObject([
        { name: 'Weekdays', participants: [ana.id, bo.id] },
        { name: 'Weekends', participants: [bo.id, ana.id] },
      ]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});
