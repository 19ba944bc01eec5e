import { readFile, stat } from 'node:fs/promises';
import { EmbeddedDatabaseError, systemErrorCode } from './embedded-database-error.js';

/** The operating system's account that the database's processes run as. */
export interface PostgresAccount {
  uid: number;
  gid: number;
}

// initdb looks its account up by number, so it must be one that the system knows. An existing one is used
// rather than a new one made: starting Rouse should not change who may log in to a machine.
const PREFERRED_ACCOUNTS = ['postgres', 'nobody'];

/**
 * The account to run PostgreSQL as: undefined for a plain user (the same user runs it). PostgreSQL refuses
 * to run as root, so under root it is the owner of the existing cluster, else `postgres`, else `nobody`.
 */
export async function choosePostgresAccount(clusterDir: string): Promise<PostgresAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(clusterDir);
  if (owner && owner.uid !== 0) return owner;
  const account = pickAccount(await readFile('/etc/passwd', 'utf8'));
  if (account) return account;
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root, and this machine has neither a "postgres" nor a "nobody" account. ' +
      'Start Rouse as a plain user, or set DATABASE_URL.',
  );
}

/** The first of the preferred accounts that `/etc/passwd` lists and that is not root itself. */
export function pickAccount(passwd: string): PostgresAccount | undefined {
  const accounts = new Map(
    passwd.split('\n').map((line): [string, PostgresAccount] => {
      const [name = '', , uid = '', gid = ''] = line.split(':');
      return [name, { uid: Number.parseInt(uid, 10), gid: Number.parseInt(gid, 10) }];
    }),
  );
  return PREFERRED_ACCOUNTS.map((name) => accounts.get(name)).find(
    (account) => account !== undefined && account.uid > 0 && account.gid > 0,
  );
}

async function ownerOf(folder: string): Promise<PostgresAccount | undefined> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
