import './node-version.mjs';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { bootstrap, root } from './bootstrap.mjs';
import { fillDemo } from './screenshot-demo.mjs';

/*
 * `npm run screenshots`: every screen of the web app over a demo in which much has happened, at the width of a phone and of
 * a desk, in light and dark, in `dist/screenshots`; those that README.md shows in `docs/images` too. `-- --out FOLDER` says where
 * else, `-- --only incident` makes some.
 */

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
const SCHEMES = ['light', 'dark'];

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(root, 'dist', 'screenshots') }, only: { type: 'string' } },
});

await bootstrap();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'rouse-screenshots-'));
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const program = await startProgram();
const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell'],
});
try {
  for (const wanted of [values.out, join(root, 'docs', 'images')]) mkdirSync(wanted, { recursive: true });
  const { token, screens } = await fillDemo(address, join(folder, 'data'));
  for (const [size, viewport] of Object.entries(SIZES))
    for (const scheme of SCHEMES) await takeAll(screens, token, size, viewport, scheme);
} finally {
  await browser.close();
  program.kill('SIGTERM');
  await new Promise((resolve) => program.once('close', resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function takeAll(screens, token, size, viewport, colorScheme) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(`${address}/#token=${token}`);
  for (const [name, { path, prepare }] of Object.entries(screens)) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const file = join(values.out, `${name}-${size}-${colorScheme}.png`);
    try {
      await page.goto(`${address}${path}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: 15_000 });
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, null, {
        timeout: 15_000,
      });
      await prepare?.(page);
      await page.waitForTimeout(700);
      await page.screenshot({ path: file });
      const shown = `docs/images/${basename(file)}`;
      if (readme.includes(shown)) copyFileSync(file, join(root, shown));
      process.stdout.write(`${file}\n`);
    } catch (error) {
      process.stderr.write(`${name}, ${size}, ${colorScheme}: ${error.message}\n`);
      process.exitCode = 1;
    }
  }
  await context.close();
}

async function startProgram() {
  const environment = {
    ...process.env,
    PORT: String(port),
    PUBLIC_URL: address,
    ROUSE_DATA_DIR: join(folder, 'data'),
    ROUSE_DEMO: '1',
    LOG_LEVEL: 'error',
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'ROUSE_ROLE']) delete environment[name];
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      if (String(chunk).includes('Rouse is ready')) resolve();
    });
    child.once('close', () => reject(new Error('Rouse did not start: see the lines above.')));
  });
  return child;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
