import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../src/platform/database/embedded/embedded-database.js';
import type { EmbeddedDatabaseLogLine } from '../../src/platform/database/embedded/embedded-database-log.js';
import { eventually } from '../support/eventually.js';
import { temporaryFolder } from '../support/shared-service.js';

/** What must be undone after a test, the newest first. */
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('an embedded database that ends by itself', () => {
  it('is brought back where it was, with what was committed, and said so; and stops as ever', async () => {
    const said: EmbeddedDatabaseLogLine[] = [];
    const dataDir = await temporaryFolder('ends');
    const log = (line: EmbeddedDatabaseLogLine): void => void said.push(line);
    const database = await startEmbeddedDatabase({ dataDir, log });
    let stopped = false;
    const stop = async (): Promise<void> => {
      if (!stopped) await database.stop();
      stopped = true;
    };
    cleanUp.push(stop);
    await ask(database.url, 'CREATE TABLE accepted AS SELECT 1 AS number');
    process.kill(database.pid, 'SIGKILL');
    await eventually(
      async () => expect(await ask(database.url, 'SELECT number FROM accepted')).toEqual([{ number: 1 }]),
      { within: 60_000 },
    );
    await eventually(() =>
      expect(said.filter(({ level }) => level !== 'info').map(({ message }) => message)).toEqual([
        expect.stringMatching(/has ended/),
        expect.stringMatching(/runs again/),
      ]),
    );
    await stop();
    await expect(ask(database.url, 'SELECT 1')).rejects.toThrow();
  }, 120_000);
});
