import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

const overrides = z.object({
  items: z.array(z.looseObject({ userId: z.string(), start: z.string(), end: z.string() })),
});

describe('schedules', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let ana: Person;
  let bo: Person;
  let team: { id: string };
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    [ana, bo] = await Promise.all([rouse.person({ name: 'Ana' }), rouse.person({ name: 'Bo' })]);
    team = await rouse.team('Checkout', [ana, bo]);
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  /** Ana and Bo by turns, a day each from midnight: the same on whatever day the test runs. */
  let made = 0;
  const daily = async (what: string): Promise<Schedule> => {
    const name = `${what} ${String((made += 1))}`;
    const layer = { name: 'Daily', participants: [ana.id, bo.id], startsAt: '2026-01-05T00:00' };
    const body = { name, timeZone: 'UTC', teamId: team.id, layers: [{ ...layer, handoff: 'FREQ=DAILY' }] };
    const { id } = z.object({ id: z.string() }).parse(await rouse.post('/api/v1/schedules', body));
    return { kind: 'schedule', id, name };
  };

  const overridesOf = async (schedule: Schedule) =>
    overrides.parse(await rouse.get(`/api/v1/schedules/${schedule.id}/overrides`)).items;

  /** The week after this one: all of it is to come. */
  const openNextWeek = async (schedule: Schedule, options: { token?: string } = {}): Promise<Page> => {
    const page = await openWebPage(browser, rouse, `/schedules/${schedule.id}`, options);
    await page.getByText('Week', { exact: true }).click();
    await page.getByRole('button', { name: 'Later' }).click();
    await finalShift(page, 0).waitFor();
    return page;
  };

  /** The final shift of a day of the week after this one: 0 is its Monday. */
  const finalShift = (page: Page, day: number): Locator =>
    page.locator(`.rouse-in-final[data-shift="final:${nextWeek(day)}T00:00:00.000Z"]`);

  const boxOf = async (part: Locator) => {
    const box = await part.boundingBox();
    if (box === null) throw new Error('it is not drawn');
    return box;
  };

  it('teach where there are none', async () => {
    const empty = await openWebPage(browser, rouse, '/schedules', { scheme: 'dark' });
    await empty.getByText('No schedules yet').waitFor();
    await expectAccessible(empty);
    await empty.context().close();
  });

  it('are listed with who is on call, and are a list on a phone', async () => {
    const schedule = await daily('Checkout');
    const list = await openWebPage(browser, rouse, '/schedules', { scheme: 'dark' });
    await list.getByRole('link', { name: new RegExp(`^${schedule.name} .*(Ana|Bo).*until`) }).click();
    await list.getByRole('heading', { level: 1, name: schedule.name }).waitFor();
    await list.locator('.rouse-in-final').first().waitFor();
    await expectAccessible(list);
    const phone = await openWebPage(browser, rouse, `/schedules/${schedule.id}`, { size: PHONE });
    await phone.getByRole('list', { name: 'Shifts, day by day' }).waitFor();
    await expectAccessible(phone);
    await Promise.all([list.context().close(), phone.context().close()]);
  });

  it('are found by name, also those that are not shown yet', async () => {
    for (let count = 0; count < 51; count += 1) await daily('One of many');
    const last = await daily('Hidden');
    const page = await openWebPage(browser, rouse, '/schedules');
    await page.getByRole('button', { name: 'Show more' }).waitFor();
    await page.getByRole('searchbox', { name: 'Find a schedule' }).fill('hidden');
    await page.getByRole('link', { name: new RegExp(`^${last.name} `) }).waitFor();
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    await page.context().close();
  });

  it('show every override of a week, however many there are', async () => {
    const schedule = await daily('Often changed');
    const monday = Date.parse(`${nextWeek(0)}T00:00:00Z`);
    const override = (after: number, minutes: number, reason: string) => {
      const start = monday + after * 60_000;
      return rouse.post(`/api/v1/schedules/${schedule.id}/overrides`, {
        userId: ana.id,
        start: new Date(start).toISOString(),
        end: new Date(start + minutes * 60_000).toISOString(),
        reason,
      });
    };
    for (let count = 0; count < 200; count += 1) await override(count * 20, 10, 'one of many');
    await override(4 * 1_440, 600, 'the last one');
    const page = await openNextWeek(schedule);
    await page
      .locator('.rouse-in-overrides')
      .filter({ has: page.getByRole('button', { name: /the last one/ }) })
      .waitFor();
    await page.context().close();
  });

  it('takes an override that is dragged, and the calendar feed has it, until it is undone', async () => {
    const schedule = await daily('Dragged');
    const feed = z
      .object({ url: z.string() })
      .parse(await rouse.post('/api/v1/calendar-feeds', { scheduleId: schedule.id }));
    const calendar = async () => (await fetch(feed.url)).text();
    const before = await calendar();
    const page = await openNextWeek(schedule);
    const tuesday = await boxOf(finalShift(page, 1));
    const middle = tuesday.y + tuesday.height / 2;
    await page.mouse.move(tuesday.x + tuesday.width * 0.25, middle);
    await page.mouse.down();
    await page.mouse.move(tuesday.x + tuesday.width * 0.5, middle, { steps: 4 });
    await page.mouse.move(tuesday.x + tuesday.width * 0.75, middle, { steps: 4 });
    await page.mouse.up();
    const panel = page.getByRole('dialog', { name: / takes Tue / });
    await expectAccessible(page);
    await panel.getByLabel('Why').fill('dentist');
    await panel.getByRole('button', { name: 'Make override' }).click();
    const drawn = page
      .locator('.rouse-in-overrides')
      .filter({ has: page.getByRole('button', { name: /dentist/ }) });
    await drawn.waitFor();
    const [made] = await overridesOf(schedule);
    expect(made?.start).toMatch(/T0[56]:/);
    expect(made?.end).toMatch(/T1[78]:/);
    const after = await calendar();
    expect(after).not.toBe(before);
    expect(after).toContain((made?.start ?? '').replaceAll(/[-:]|\.000/g, ''));

    const box = await boxOf(drawn);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + tuesday.width, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await page.getByText(/takes Wed .* now\./).waitFor();
    await rouse.eventually(async () => {
      const items = await overridesOf(schedule);
      expect(items.map(({ start }) => start)).toEqual([dayLater(made?.start ?? '')]);
    });
    await page
      .getByText(/takes Wed .* now\./)
      .locator('..')
      .getByRole('button', { name: 'Undo' })
      .click();
    await rouse.eventually(async () => {
      expect((await overridesOf(schedule)).map(({ start }) => start)).toEqual([made?.start]);
    });
    await page.context().close();
  });

  it('makes, changes and takes back the same override by keyboard alone', async () => {
    const schedule = await daily('By keyboard');
    const page = await openNextWeek(schedule);
    await finalShift(page, 0).locator('.rouse-press').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tooltip').getByText('Daily').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Put somebody in' }).press('Enter');
    await page.getByRole('button', { name: 'Make override' }).press('Enter');
    await page.locator('.rouse-in-overrides').waitFor();
    expect(await overridesOf(schedule)).toHaveLength(1);
    await page.locator('.rouse-in-final').nth(1).locator('.rouse-press').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Without it the layers count again').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).press('Enter');
    await page.getByText('The override is taken back.').waitFor();
    expect(await overridesOf(schedule)).toEqual([]);
    await page.context().close();
  });

  it('asks a teammate to cover, who accepts in a browser of their own', async () => {
    const schedule = await daily('Covered');
    const page = await openNextWeek(schedule, { token: ana.token });
    const theirs = await openNextWeek(schedule, { token: bo.token });
    await page
      .getByRole('button', { name: /^Ana, Wed|^Ana, Thu/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Swap, cover or offer' }).click();
    await page.getByRole('radio', { name: 'Ask one person' }).check();
    await page.getByRole('combobox', { name: 'Whom to ask' }).click();
    await page.getByRole('option', { name: 'Bo' }).click();
    await page.getByRole('button', { name: 'Ask Bo' }).click();
    await page.getByText(/You ask Bo to take/).waitFor();
    await theirs.getByText(/Ana asks you to take/).waitFor();
    await expectAccessible(theirs);
    await theirs.getByRole('button', { name: 'Take it' }).click();
    await page
      .locator('.rouse-in-overrides')
      .filter({ has: page.getByRole('button', { name: /Bo/ }) })
      .waitFor();
    const [made] = await overridesOf(schedule);
    expect(made).toMatchObject({ userId: bo.id, replaces: ana.id });
    await Promise.all([page.context().close(), theirs.context().close()]);
  });

  it('gives an address for calendars once, and revokes it', async () => {
    const schedule = await daily('Fed');
    const page = await openWebPage(browser, rouse, `/schedules/${schedule.id}`, { scheme: 'dark' });
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('button', { name: 'Make an address' }).click();
    const url = (await page.getByLabel('Address', { exact: true }).textContent()) ?? '';
    expect((await fetch(url)).status).toBe(200);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('The address opens nothing now.').waitFor();
    expect((await fetch(url)).ok).toBe(false);
    await page.context().close();
  });
});

/** `2026-11-23`: a day of the week after this one, in UTC. */
function nextWeek(day: number): string {
  const today = new Date();
  const monday = today.getUTCDate() - ((today.getUTCDay() + 6) % 7) + 7;
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), monday + day))
    .toISOString()
    .slice(0, 10);
}

const dayLater = (time: string): string => new Date(Date.parse(time) + 86_400_000).toISOString();
