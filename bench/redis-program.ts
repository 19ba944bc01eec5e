import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../src/platform/database/embedded/postgres-server.js';

const STARTS_WITHIN_MS = 15_000;

/** A Redis of the benchmark's own, configured as `docker-compose.yml` configures it; null where none is installed. */
export async function startRedis(folder: string): Promise<{ url: string; stop(): Promise<void> } | null> {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).error !== undefined) return null;
  const port = await freePort();
  const options = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
  ];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (!(await takesConnections(port))) {
    if (performance.now() > deadline) throw new Error('redis-server did not start');
    await sleep(20);
  }
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(port, '127.0.0.1');
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => {
      resolve(false);
    });
  });
}
