import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderInUseError, systemErrorCode } from './embedded-database-error.js';

const ASK_TIMEOUT_MS = 1000;

/** Holds a data folder for this process until `release()` or the end of the process, however it ends. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Takes the folder for this process, or throws {@link DataFolderInUseError} with the holder's process id.
 * A listening socket is the lock: unlike a pid file it disappears with its process, also after `kill -9`.
 * The folder is known by device and inode, so two paths to one folder meet at the same lock.
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const address = await lockAddress(dataDir);
  const server = (await listen(address)) ?? (await listenAfterStale(address));
  if (!server) throw new DataFolderInUseError(dataDir, await askHolder(address));
  server.unref();
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function lockAddress(dataDir: string): Promise<string> {
  const folder = await stat(dataDir, { bigint: true });
  const name = createHash('sha256')
    .update(`${String(folder.dev)}:${String(folder.ino)}`)
    .digest('hex');
  // Linux has sockets outside the file system: taken atomically and never left behind.
  if (process.platform === 'linux') return `\0rouse-data-folder-${name}`;
  return join(tmpdir(), `rouse-${name.slice(0, 16)}.sock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((asker) => {
      asker.on('error', () => asker.destroy());
      asker.end(String(process.pid));
    });
    server.once('error', (error) => {
      if (systemErrorCode(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server);
    });
  });
}

/** Where sockets are files, a killed holder leaves one behind that refuses connections: clear it once. */
async function listenAfterStale(address: string): Promise<Server | undefined> {
  if (process.platform === 'linux') return undefined;
  if (!(await refusesConnections(address))) return undefined;
  await unlink(address);
  return listen(address);
}

function refusesConnections(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(address);
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error) => {
      resolve(systemErrorCode(error) === 'ECONNREFUSED');
    });
  });
}

/** The holder's process id, or undefined when it is too busy to say (or has just gone). */
function askHolder(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const asker = createConnection(address);
    asker.setTimeout(ASK_TIMEOUT_MS, () => asker.destroy());
    asker.on('data', (chunk) => (answer += chunk.toString('utf8')));
    asker.on('error', () => asker.destroy());
    asker.on('close', () => {
      const pid = Number.parseInt(answer, 10);
      resolve(Number.isInteger(pid) ? pid : undefined);
    });
  });
}
