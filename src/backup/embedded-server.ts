import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterVersion } from '../platform/database/embedded/cluster-creation.js';
import { connectionUrl, startEmbeddedDatabase } from '../platform/database/embedded/embedded-database.js';
import { readPostmasterFile, servesCluster } from '../platform/database/embedded/postmaster-file.js';
import { BackupFault } from './backup-fault.js';

/** The embedded database, for as long as it is needed. */
export interface OpenServer {
  readonly url: string;
  /** Stops what was started for this; a server that ran before runs on. */
  close(): Promise<void>;
}

/** Whether a server works on the files in this folder. */
export async function isServed(clusterDir: string): Promise<boolean> {
  const postmaster = await readPostmasterFile(clusterDir);
  return postmaster !== undefined && (await servesCluster(postmaster.pid, clusterDir));
}

/**
 * The database in a data folder: the server that a Rouse runs on, or one that is started.
 * @throws BackupFault where there is none, or it is about to start or stop
 */
export async function openServer(dataDir: string, print: (line: string) => void): Promise<OpenServer> {
  const dir = join(dataDir, 'postgresql');
  if ((await clusterVersion(dir)) === undefined)
    throw new BackupFault(
      `There is no database in ${dataDir}. Say where it is with ROUSE_DATA_DIR, or with DATABASE_URL.`,
    );
  const postmaster = await readPostmasterFile(dir);
  if (postmaster && (await servesCluster(postmaster.pid, dir))) {
    if (postmaster.status !== 'ready' || postmaster.port === undefined)
      throw new BackupFault(`The database in ${dataDir} is about to start or to stop: try again.`);
    const password = (await readFile(join(dataDir, 'postgresql.password'), 'utf8')).trim();
    return { url: connectionUrl(postmaster.port, password), close: () => Promise.resolve() };
  }
  const database = await startEmbeddedDatabase({
    dataDir,
    log: ({ level, message }) => {
      if (level !== 'info') print(message);
    },
  });
  return { url: database.url, close: () => database.stop() };
}
