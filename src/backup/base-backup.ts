import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import pg from 'pg';
import { outliveLoss } from '../platform/database/lost-connection.js';
import { BackupFault } from './backup-fault.js';

/** What a piece of PostgreSQL's answer is, by its first byte. */
const NEW_ARCHIVE = 'n'.charCodeAt(0);
const DATA = 'd'.charCodeAt(0);

interface CopyData {
  readonly chunk: Buffer;
}

/**
 * PostgreSQL's own backup of all its files while it works: the replication protocol's BASE_BACKUP, with the log that is
 * written meanwhile, so that the files come up as they were at the end of it.
 */
class BaseBackupQuery extends pg.Query {
  /** The files, as tar. */
  readonly tar = new PassThrough();
  private archives = 0;

  constructor() {
    super(`BASE_BACKUP (LABEL 'rouse', CHECKPOINT 'fast', WAL true, MANIFEST 'no')`);
    this.on('end', () => {
      this.tar.end();
    });
    this.on('error', (error: Error) => {
      this.tar.destroy(error);
    });
  }

  /** Called by the client. The connection's buffer is used again after this, so the bytes are copied. */
  handleCopyData({ chunk }: CopyData, connection: pg.Connection): void {
    if (chunk[0] === NEW_ARCHIVE) this.archives += 1;
    if (this.archives > 1) {
      this.tar.destroy(new BackupFault('The database has tablespaces, which this backup does not take.'));
    }
    if (chunk[0] !== DATA || this.tar.destroyed) return;
    // What was read before the pause still comes.
    if (this.tar.write(Buffer.from(chunk.subarray(1))) || connection.stream.isPaused()) return;
    connection.stream.pause();
    this.tar.once('drain', () => connection.stream.resume());
  }
}

/**
 * Takes a backup of the server's files.
 * @param url of a superuser
 * @param take gets them as tar
 */
export async function takeBaseBackup(url: string, take: (tar: Readable) => Promise<void>): Promise<void> {
  const address = new URL(url);
  address.searchParams.set('replication', 'true');
  const client = new pg.Client({ connectionString: address.toString(), connectionTimeoutMillis: 10_000 });
  outliveLoss(client);
  await client.connect();
  try {
    // The log of the backup's time is kept until this connection ends, however it ends.
    const slot = `rouse_backup_${randomBytes(4).toString('hex')}`;
    await client.query(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL (RESERVE_WAL true)`);
    const { tar } = client.query(new BaseBackupQuery());
    await Promise.all([take(tar), once(tar, 'close')]);
  } finally {
    await client.end();
  }
}
