import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { expectAccessible, openWebPage, PHONE } from '../support/web-page.js';

describe('the frame of the web app', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  it('leads from place to place, by the rail of a desk and the bar of a phone', async () => {
    const desk = await openWebPage(browser, rouse, '/');
    await desk.getByRole('link', { name: 'Schedules' }).click();
    await desk.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
    await expectAccessible(desk);
    const phone = await openWebPage(browser, rouse, '/', { size: PHONE, scheme: 'dark' });
    await phone.getByRole('link', { name: 'Incidents' }).click();
    await phone.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor();
    await expectAccessible(phone);
    await Promise.all([desk.context().close(), phone.context().close()]);
  });

  it('takes the token out of the address', async () => {
    const page = await openWebPage(browser, rouse, '/people');
    expect(page.url()).toBe(`${rouse.url}/people`);
    await page.context().close();
  });
});
