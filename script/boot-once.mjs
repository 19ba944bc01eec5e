import './node-version.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './bootstrap.mjs';

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 20_000;

/**
 * Starts the built program once in plain Node, as a machine in production does: what only works through
 * the tests' transpiler shows here. Gives the complaints, none when it became ready and stopped cleanly.
 */
export async function bootOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'rouse-boot-'));
  const port = await freePort();
  const environment = { ...process.env, PORT: String(port), ROUSE_DATA_DIR: join(folder, 'data') };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'ROUSE_ROLE']) delete environment[name];
  const program = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  program.stdout.on('data', (chunk) => (output += chunk));
  program.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => program.once('close', (code, signal) => resolve(code ?? signal)));
  try {
    const complaint = (await becomesReady(program, port)) ?? (await stopsCleanly(program, ended));
    return complaint ? [complaint, ...output.trimEnd().split('\n').slice(-30)] : [];
  } finally {
    program.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function becomesReady(program, port) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (program.exitCode !== null) return `dist/main.js ended with ${program.exitCode} before it was ready:`;
    try {
      const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`, {
        signal: AbortSignal.timeout(2000),
      });
      if (status === 200) return undefined;
    } catch {
      // It does not listen yet.
    }
    await sleep(50);
  }
  return `dist/main.js was not ready within ${READY_WITHIN_MS / 1000} s:`;
}

async function stopsCleanly(program, ended) {
  program.kill('SIGTERM');
  const code = await Promise.race([ended, sleep(STOPPED_WITHIN_MS, 'nothing yet', { ref: false })]);
  return code === 0 ? undefined : `After SIGTERM dist/main.js ended with ${code}, not 0:`;
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
