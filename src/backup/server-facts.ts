import pg from 'pg';
import { outliveLoss } from '../platform/database/lost-connection.js';

/** Work on one connection of its own. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  outliveLoss(client);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What a backup says of the database that it is of. */
export interface ServerFacts {
  readonly postgres: number;
  /** None: it is not Rouse's. */
  readonly migrations: string[];
  readonly walLevel: string;
  readonly now: Date;
}

export function readServerFacts(url: string): Promise<ServerFacts> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Omit<ServerFacts, 'migrations'> & { isOurs: boolean }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS postgres,
              current_setting('wal_level') AS "walLevel",
              to_regclass('public.schema_migrations') IS NOT NULL AS "isOurs", now() AS now`,
    );
    const [facts] = rows;
    if (!facts) throw new Error('the database did not say what it is');
    const { isOurs, ...rest } = facts;
    if (!isOurs) return { ...rest, migrations: [] };
    const found = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY id');
    return { ...rest, migrations: found.rows.map(({ name }) => name) };
  });
}

/**
 * Makes the database one that was restored: Rouse holds at its next look what is open then, wherever the database is.
 * @returns how many incidents that concerns
 */
export function markRestored(url: string): Promise<number> {
  return withClient(url, async (client) => {
    await client.query('DELETE FROM database_place');
    const { rows } = await client.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM incidents WHERE status <> 'resolved'`,
    );
    return rows[0]?.open ?? 0;
  });
}
