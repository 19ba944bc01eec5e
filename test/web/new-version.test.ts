import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { startBrowser } from '../support/browser.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

// Sent as text: the page has these, this process has not.
const IS_KEPT = `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)`;
const LOOK_FOR_NEW = `navigator.serviceWorker.getRegistration().then((kept) => kept.update()).then(() => true)`;
const VERSION = `document.documentElement.dataset.version ?? 'old'`;

describe('a new version of Rouse, while pages of the one before are open', () => {
  let rouse: RunningRouse;
  let browser: Browser;
  let front: Server;
  let url: string;
  /** Whether what stands before Rouse has it look like a later build: another worker, another document. */
  let isNew = false;
  beforeAll(async () => {
    [rouse, browser] = await Promise.all([startRouse(), startBrowser()]);
    front = createServer((asked, answer) => {
      const headers = { ...asked.headers };
      // Whole and plain, to be changed: a browser that knows the old one would be told that it is still good.
      for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since'])
        Reflect.deleteProperty(headers, name);
      const passed = request(rouse.url + (asked.url ?? '/'), { method: asked.method, headers }, (come) => {
        const { 'content-length': _, ...kept } = come.headers;
        answer.writeHead(come.statusCode ?? 502, kept);
        const isDocument = come.headers['content-type']?.startsWith('text/html') === true;
        const isWorker = asked.url === '/sw.js';
        if (!isNew || (!isDocument && !isWorker)) come.pipe(answer);
        else
          void text(come).then((body) =>
            answer.end(isWorker ? `${body}\n// new` : body.replace('<html ', '<html data-version="new" ')),
          );
        answer.once('close', () => come.destroy());
      });
      passed.once('error', () => answer.destroy());
      asked.pipe(passed);
    });
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    front.listen(port, '127.0.0.1');
    await once(front, 'listening');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    front.closeAllConnections();
    front.close();
    await rouse.stop();
  });

  it('is taken at the next step from screen to screen, and takes nothing away before', async () => {
    isNew = false;
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${url}/#token=${rouse.adminToken}`);
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    await rouse.eventually(async () => {
      expect(await page.evaluate<boolean>(IS_KEPT)).toBe(true);
    });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Services' });
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'Services' }).waitFor();
    expect(await page.evaluate<string>(VERSION)).toBe('old');

    await page.evaluate(
      `navigator.serviceWorker.addEventListener('controllerchange', () => { window.isTaken = true; })`,
    );
    isNew = true;
    await page.evaluate(LOOK_FOR_NEW);
    await rouse.eventually(async () => {
      expect(await page.evaluate<boolean>(`window.isTaken === true`)).toBe(true);
    });
    expect(await page.evaluate<string>(VERSION)).toBe('old');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click();
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await rouse.eventually(async () => {
      expect(await page.evaluate<string>(VERSION)).toBe('new');
    });
    expect(new URL(page.url()).pathname).toBe('/people');
    await context.close();
  }, 60_000);
});
