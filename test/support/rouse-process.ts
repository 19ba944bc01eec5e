import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../src/platform/database/embedded/postgres-server.js';
import { builtProgram } from './built-program.js';
import { eventually } from './eventually.js';
import { rouseClient, type RouseClient } from './rouse-client.js';
import { story, type Story } from './story.js';

const ADMIN_TOKEN = 'test-admin-token-0123456789abcdefghijklmnop';

/** A Rouse that runs as a process of its own, so that it can be killed. */
export interface RouseProcess extends RouseClient, Story {
  url: string;
  /** What it has printed so far. */
  output(): string;
  /** -9: nothing is finished, nothing is said. */
  kill(): Promise<void>;
  /** SIGSTOP, and SIGCONT: the process is there, and does nothing. */
  freeze(): void;
  thaw(): void;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the built program and waits until it is ready.
 * @param environment what it is set up with; give the same `PORT` to be the same Rouse again
 */
export async function startRouseProcess(environment: Record<string, string>): Promise<RouseProcess> {
  const dist = await builtProgram();
  const port = environment['PORT'] ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(dist, 'main.js')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      PORT: port,
      PUBLIC_URL: url,
      ROUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const client = rouseClient(url, ADMIN_TOKEN);
  await eventually(
    async () => {
      if (child.exitCode !== null) return;
      const { status } = await client.api('GET', '/health/ready', undefined, { token: null });
      if (status !== 200) throw new Error(`not ready: ${String(status)}`);
    },
    { within: 60_000 },
  ).catch((error: unknown) => {
    // Nobody would know of it, so nobody would stop it.
    child.kill('SIGKILL');
    throw error;
  });
  if (child.exitCode !== null) throw new Error(`Rouse ended with ${String(child.exitCode)}: ${output()}`);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  return {
    ...client,
    ...story(client),
    url,
    output,
    kill: async () => {
      await end('SIGKILL');
    },
    freeze: () => {
      child.kill('SIGSTOP');
    },
    thaw: () => {
      child.kill('SIGCONT');
    },
    stop: () => end('SIGTERM'),
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
  }
  return () => text;
}
