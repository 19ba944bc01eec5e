import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const NOTHING = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

describe('what browsers are told', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await rouse.stop();
  });

  const ask = (path: string, token: string | null = null) => rouse.api('GET', path, undefined, { token });

  it.each([
    '/health/live',
    '/metrics',
    '/api/v1/me',
    '/api/v1/nothing',
    '/nothing',
    '/api/openapi.json',
    '/calendar/x.ics',
  ])(
    'of %s is to load nothing, to show it in no frame, to guess no type and to tell nobody',
    async (path) => {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).toBe(NOTHING);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it.each([
    '/',
    '/phones',
    '/welcome',
    '/incidents',
    '/sign-in',
    '/set-up',
    '/i/unknown',
    '/swaps/answer/unknown',
    '/password-resets',
    '/api/docs',
  ])('of the page %s is to run and load what is its own, and nothing inline', async (path) => {
    const policy = (await ask(path)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    // The app's document names its own base, as it may be served below a path.
    expect(policy).toMatch(/base-uri '(none|self)'/);
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|\*)/);
  });

  it('is no hindrance to the pages: none of them does what its policy forbids', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
    for (const path of ['/phones', '/welcome', '/schedules', '/admin/audit-log', '/me/rules']) {
      await page.goto(`${rouse.url}${path}#token=${rouse.adminToken}`);
      await page.locator('#page-title').waitFor();
    }
    for (const path of ['/sign-in', '/set-up', '/i/unknown', '/swaps/answer/unknown', '/password-resets'])
      await page.goto(`${rouse.url}${path}`, { waitUntil: 'load' });
    await page.goto(`${rouse.url}/api/docs`, { waitUntil: 'load' });
    await page.getByText('/api/v1/me', { exact: true }).first().waitFor();
    await page
      .getByRole('button', { name: /Authorize/ })
      .first()
      .click();
    await page.getByLabel(/Value/).first().fill(rouse.adminToken);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
