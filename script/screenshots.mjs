#!/usr/bin/env node
// Takes the pictures of README.md from a Rouse that really runs: starts it with the demo on an empty folder, pages
// somebody with the very curl line that it prints, and waits for the message and for the call.
import './node-version.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { bootstrap, root } from './bootstrap.mjs';

const IMAGES = join(root, 'docs', 'images');
const READY_WITHIN_MS = 60_000;
/** The demo lets the phone ring 20 seconds after the message. */
const RINGS_WITHIN_MS = 45_000;

const PICTURES = [
  { name: 'simulator', width: 1200, height: 780, colorScheme: 'light' },
  { name: 'simulator-phone', width: 390, height: 740, colorScheme: 'dark' },
];

await bootstrap();
mkdirSync(IMAGES, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'rouse-pictures-'));
const rouse = await startRouse(folder);
try {
  await takePictures(await rouse.greeting);
} finally {
  await rouse.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function takePictures({ page, curl }) {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell'],
  });
  try {
    const shots = [];
    for (const picture of PICTURES) shots.push({ picture, tab: await openTab(browser, picture, page) });
    run(curl);
    for (const { picture, tab } of shots) await shoot(tab, picture);
  } finally {
    await browser.close();
  }
}

async function openTab(browser, { width, height, colorScheme }, address) {
  const tab = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: 2,
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  await tab.goto(address);
  await tab.getByText(/^Live/).waitFor();
  return tab;
}

async function shoot(tab, { name }) {
  await tab.getByText(/Reply \d+ ack/).waitFor({ timeout: RINGS_WITHIN_MS });
  await tab.getByRole('button', { name: /^Answer as/ }).waitFor({ timeout: RINGS_WITHIN_MS });
  const file = join(IMAGES, `${name}.png`);
  await tab.screenshot({ path: file, animations: 'disabled' });
  process.stdout.write(`${file}\n`);
}

/** Runs a line as somebody would who pasted it into a terminal. */
function run(line) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8', timeout: 15_000 });
  if (status !== 0) throw new Error(`The printed curl line ended with ${status}: ${stderr}`);
  process.stdout.write(`${stdout.trim()}\n`);
}

/** Rouse on a free port and an empty folder; `greeting` gives the addresses that it printed. */
async function startRouse(dataDir) {
  const environment = {
    ...process.env,
    PORT: String(await freePort()),
    ROUSE_DATA_DIR: join(dataDir, 'data'),
  };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'ROUSE_ROLE', 'PUBLIC_URL', 'TWILIO_ACCOUNT_SID'])
    delete environment[name];
  const program = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => program.once('close', resolve));
  let output = '';
  program.stdout.on('data', (chunk) => (output += chunk));
  return {
    greeting: readGreeting(
      () => output,
      () => program.exitCode,
    ),
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}

async function readGreeting(output, exitCode) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && exitCode() === null) {
    const page = /^ +(http\S+\/phones#token=\S+)$/m.exec(output())?.[1];
    const curl = /^ +(curl .+)$/m.exec(output())?.[1];
    if (page && curl && output().includes('Ctrl-C')) return { page, curl };
    await sleep(100);
  }
  throw new Error(`Rouse did not say how to page somebody:\n${output()}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
