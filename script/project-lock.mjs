import { createHash } from 'node:crypto';
import { statSync, unlinkSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does `work` while no other process does the same in this project folder: two starts at once install and
 * build one after the other. The lock is a listening socket, so a killed process gives it free.
 */
export async function withProjectLock(root, work, onWait) {
  const address = lockAddress(root);
  let server = await tryListen(address);
  if (!server) onWait();
  while (!server) {
    await sleep(200);
    server = await tryListen(address);
  }
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function lockAddress(root) {
  const { dev, ino } = statSync(root, { bigint: true });
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  return process.platform === 'linux' ? `\0rouse-bootstrap-${name}` : join(tmpdir(), `rouse-${name}.sock`);
}

async function tryListen(address) {
  const server = createServer((connection) => connection.destroy());
  const listening = await new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(address, () => resolve(true));
  });
  if (listening) return server;
  if (!address.startsWith('\0') && (await isAbandoned(address))) unlinkSync(address);
  return undefined;
}

/** Where sockets are files, a killed process leaves one that refuses connections. */
function isAbandoned(address) {
  return new Promise((resolve) => {
    const probe = createConnection(address, () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error) => resolve(error.code === 'ECONNREFUSED'));
  });
}
