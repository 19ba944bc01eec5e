import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateDatabase } from '../../../src/platform/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { advanceDatabaseClock } from '../../support/movable-clock.js';
import { startRouse } from '../../support/rouse.js';
import { startTwilioDouble } from '../../support/twilio-double.js';
import {
  emptyDatabase,
  LEFT_AT,
  previousDatabase,
  previousStatements,
  previousWrites,
} from './previous-version.js';

/** What the story is about; the rest follows from it, or is worked on in the background at times of its own. */
const TOLD = [
  'events',
  'alerts',
  'incidents',
  'escalations',
  'pages',
  'attempts',
  'timeline_entries',
  'responder_requests',
  'users',
  'contact_methods',
  'services',
  'integrations',
  'escalation_policies',
  'audit_log',
] as const;

type Counts = Record<string, number>;

describe('the version before this one', () => {
  const databases: TestDatabase[] = [];
  const clients: pg.Client[] = [];
  let before: Counts;

  /** Its database as it left it, not migrated. */
  async function leftDatabase(): Promise<{ url: string; client: pg.Client }> {
    const { url, client } = await empty();
    await client.query(await previousDatabase());
    // The dump has turned off where names are looked for; what follows looks in the usual place.
    await client.query('SET search_path TO "$user", public');
    return { url, client };
  }

  async function empty(): Promise<{ url: string; client: pg.Client }> {
    const database = await createTestDatabase();
    databases.push(database);
    const client = new pg.Client({ connectionString: database.url });
    clients.push(client);
    await client.connect();
    await emptyDatabase(client);
    return { url: database.url, client };
  }

  async function counts(client: pg.Client): Promise<Counts> {
    const found: Counts = {};
    for (const table of TOLD) {
      const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
      found[table] = rows[0]?.count ?? 0;
    }
    return found;
  }

  beforeAll(async () => {
    const { client } = await leftDatabase();
    before = await counts(client);
  });
  afterAll(async () => {
    for (const client of clients) await client.end();
    for (const database of databases) await database.drop();
  });

  it('left a database that is migrated with everything in it, once', async () => {
    const { url, client } = await leftDatabase();
    await migrateDatabase(url);
    expect(await counts(client)).toEqual(before);
    expect(await migrateDatabase(url)).toEqual([]);
  });

  it('runs on beside this one: each of its statements fits the new schema', async () => {
    const { url, client } = await leftDatabase();
    await migrateDatabase(url);
    const faults: string[] = [];
    for (const statement of await previousStatements()) {
      await client
        .query(`EXPLAIN (GENERIC_PLAN) ${statement}`)
        .catch((error: unknown) => faults.push(`${String(error)}: ${statement}`));
    }
    expect(faults).toEqual([]);
  });

  it('… and what it writes is written: a whole story of its own, statement by statement', async () => {
    const { url, client } = await empty();
    await migrateDatabase(url);
    const faults: string[] = [];
    for (const { text, values } of await previousWrites()) {
      await client.query(text, values).catch((error: unknown) => faults.push(`${String(error)}: ${text}`));
    }
    expect(faults).toEqual([]);
    expect(await counts(client)).toEqual(before);
  });

  it('left work that this one takes up: what was accepted is paged, and what was running goes on', async () => {
    const { url } = await leftDatabase();
    await migrateDatabase(url);
    const double = await startTwilioDouble();
    // First without a worker, so that nothing is late before its clock is back at where it was left.
    const api = await startRouse({ database: { url }, settings: { ...double.settings, ROUSE_ROLE: 'api' } });
    await advanceDatabaseClock(api.dataSource, { seconds: (LEFT_AT.getTime() - Date.now()) / 1000 });
    await api.stop();

    const rouse = await startRouse({ database: { url }, settings: double.settings });
    double.connect(rouse);
    try {
      await eventually(() =>
        expect(double.messages.map(({ body }) => body).join('\n')).toMatch(/accepted before the stop/),
      );
      await rouse.advance({ minutes: 10 });
      await eventually(async () => {
        const [row] = await rouse.dataSource.query<{ steps: number }[]>(
          `SELECT count(*)::int AS steps FROM timeline_entries entry JOIN incidents incident ON incident.id = entry.incident_id
           WHERE incident.title = 'open' AND entry.kind = 'page.created' AND entry.at > $1`,
          [LEFT_AT],
        );
        expect(row?.steps).toBeGreaterThan(0);
      });
    } finally {
      await rouse.stop();
      await double.stop();
    }
  }, 90_000);
});
