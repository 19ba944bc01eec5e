import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { newId } from '../../src/platform/database/identifier.js';
import { Partitions1763900000000 } from '../../src/platform/database/migrations/1763900000000-partitions.js';
import { PartitionScan } from '../../src/platform/database/partitions/partition-scan.js';
import { dropPartitions } from '../../src/platform/database/partitions/partition-store.js';
import { saveAttempts } from '../../src/paging/engine/attempt-store.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { advanceDatabaseClock } from '../support/movable-clock.js';
import { eventually } from '../support/eventually.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Integration } from '../support/story.js';

const LOGS = ['attempts', 'events', 'timeline_entries'];

describe('logs in partitions', () => {
  let rouse: RunningRouse;
  let second: RunningRouse;
  let integration: Integration;

  beforeAll(async () => {
    const settings = { EVENT_RETENTION_DAYS: '31', TIMELINE_RETENTION_DAYS: '60' };
    rouse = await startRouse({ settings });
    second = await startRouse({ settings, database: { url: rouse.databaseUrl } });
    const ana = await rouse.person({ name: 'Ana' });
    integration = await rouse.integration(await rouse.service(await rouse.policy([{ page: [ana] }])));
  });

  afterAll(async () => {
    await second.stop();
    await rouse.stop();
  });

  const query = <Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> =>
    rouse.dataSource.query<Row[]>(sql, parameters);

  const partitionsOf = async (table: string): Promise<string[]> => {
    const rows = await query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
      [table],
    );
    return rows.map(({ name }) => name);
  };

  /** Where the rows are, by the month that the partition's name tells. */
  const whereRowsAre = async (table: string): Promise<string[]> => {
    const rows = await query<{ name: string }>(
      `SELECT tableoid::regclass::text AS name, count(*) FROM ${table} GROUP BY tableoid ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  const scanWhenDue = async (): Promise<void> => {
    await query('UPDATE partitioned_tables SET due_at = rouse_now()');
    await Promise.all([rouse, second].map(({ app }) => app.get(PartitionScan, { strict: false }).scan()));
  };

  it('are made ahead once, also by two workers that look at the same moment', async () => {
    const before = await partitionsOf('events');
    await scanWhenDue();
    expect(await partitionsOf('events')).toEqual(before);
    await advanceDatabaseClock(rouse.dataSource, { days: 62 });
    await scanWhenDue();
    for (const table of LOGS) expect((await partitionsOf(table)).length).toBeGreaterThan(before.length);
    expect(await query('SELECT FROM partitioned_tables WHERE due_at <= rouse_now()')).toEqual([]);
  });

  it('take rows at once after months without a scan, and the scan puts them where they belong', async () => {
    await advanceDatabaseClock(rouse.dataSource, { days: 400 });
    const { incidentId, dedupKey } = await openIncident();
    expect(await whereRowsAre('timeline_entries')).toEqual(['timeline_entries_default']);
    const story = await storyOf(incidentId);
    expect(story.length).toBeGreaterThan(0);
    await scanWhenDue();
    expect(await whereRowsAre('timeline_entries')).toEqual([
      expect.stringMatching(/^timeline_entries_\d{4}_\d\d$/),
    ]);
    expect(await storyOf(incidentId)).toEqual(expect.arrayContaining(story));
    await rouse.sendAction(integration, 'resolve', dedupKey);
  });

  it('are dropped as a whole when they have had their time; what is open, or was until lately, loses nothing', async () => {
    const open = await openIncident();
    const merged = await openIncident();
    const resolved = await openIncident();
    await query(
      'UPDATE incidents SET merged_into = $2, status = $3, resolved_at = rouse_now() WHERE id = $1',
      [merged.incidentId, open.incidentId, 'resolved'],
    );
    await rouse.sendAction(integration, 'resolve', resolved.dedupKey);
    await pretendOldIds();
    const resolvedStory = await storyOf(resolved.incidentId);
    expect(resolvedStory.length).toBeGreaterThan(0);
    const stories = await Promise.all([storyOf(open.incidentId), storyOf(merged.incidentId)]);
    expect(stories.every((story) => story.length > 0)).toBe(true);
    await advanceDatabaseClock(rouse.dataSource, { days: 130 });
    await scanWhenDue();
    expect((await partitionsOf('timeline_entries')).filter((name) => /_kept$/.test(name))).toHaveLength(1);
    expect(await stillThere(resolved.incidentId, resolvedStory)).toEqual([]);
    const before = await Promise.all([storyOf(open.incidentId), storyOf(merged.incidentId)]);
    expect(before.map((story) => story.map(({ id }) => id))).toEqual(
      stories.map((story) => expect.arrayContaining(story.map(({ id }) => id))),
    );
    expect(await eventsOf(open.alertId)).toHaveLength(1);
    expect(await eventsOf(resolved.alertId)).toEqual([]);

    await rouse.sendAction(integration, 'resolve', open.dedupKey);
    await advanceDatabaseClock(rouse.dataSource, { days: 20 });
    await scanWhenDue();
    const openStory = stories[0];
    expect(await stillThere(open.incidentId, openStory)).toHaveLength(openStory.length);
    await advanceDatabaseClock(rouse.dataSource, { days: 130 });
    await scanWhenDue();
    expect(await stillThere(open.incidentId, openStory)).toEqual([]);
    expect(await eventsOf(open.alertId)).toEqual([]);
    expect((await rouse.api('GET', `/api/v1/incidents/${open.incidentId}`)).status).toBe(200);
  });

  it('are dropped without keeping those waiting who write how attempts ended, however long it takes to copy', async () => {
    await query(`CREATE TABLE copying (is_over boolean);
      CREATE FUNCTION wait_until_over() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        FOR try IN 1..3000 LOOP
          IF EXISTS (SELECT FROM copying WHERE is_over) THEN RETURN true; END IF;
          PERFORM pg_sleep(0.02);
        END LOOP;
        RETURN true;
      END $$`);
    const { incidentId } = await openIncident();
    await rouse.advance({ seconds: 0 });
    const attempt = await eventually(async () => {
      const [row] = await query<{ id: string; partition: string; end: string }>(
        `SELECT id, tableoid::regclass::text AS partition,
                to_char(clock_timestamp() AT TIME ZONE 'UTC' + interval '62 days', 'YYYY-MM') AS end
         FROM attempts WHERE page_id IN (SELECT id FROM pages WHERE incident_id = $1)`,
        [incidentId],
      );
      if (!row) throw new Error('nobody is paged yet');
      return row;
    });
    // Its id is of the machine's time, and by the database's that is long past.
    expect(attempt.partition).toBe('attempts_kept');
    const dropping = rouse.dataSource.transaction((manager) => {
      const wanted = (name: string) => `SELECT old.* FROM ${name} old WHERE wait_until_over()`;
      return dropPartitions(manager, { name: 'attempts', by: 'id', keptDays: 1, wanted }, [], attempt.end);
    });
    try {
      await eventually(async () => {
        const [copy] = await query<{ runs: boolean }>(
          `SELECT count(*) > 0 AS runs FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE 'INSERT INTO attempts_kept_next%'`,
        );
        if (copy?.runs !== true) throw new Error('nothing is copied yet');
      });
      await rouse.dataSource.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = '5s'`);
        await saveAttempts(manager, [{ attemptId: attempt.id, status: 'delivered' }]);
      });
    } finally {
      await query('INSERT INTO copying VALUES (true)');
    }
    expect(await dropping).toBeGreaterThan(0);
    expect(await query('SELECT status FROM attempts WHERE id = $1', [attempt.id])).toEqual([
      { status: 'delivered' },
    ]);
  });

  it('say how many rows belong to no month', async () => {
    const [service] = await query<{ id: string }>('SELECT id FROM services LIMIT 1');
    await query(
      `INSERT INTO events (id, integration_id, service_id, action, dedup_key, payload)
       VALUES (rouse_first_id_at('2150-01-01'), $1, $2, 'trigger', 'far-off', '{}')`,
      [newId(), service?.id],
    );
    const { text } = await metrics();
    expect(text).toMatch(/rouse_stray_rows\{table="events"\} 1\n/);
    expect(text).toMatch(/rouse_stray_rows\{table="attempts"\} 0\n/);
  });

  async function metrics(): Promise<{ text: string }> {
    const response = await fetch(`${rouse.url}/metrics`, {
      headers: { authorization: `Bearer ${rouse.adminToken}` },
    });
    return { text: await response.text() };
  }

  const storyOf = (incidentId: string): Promise<{ id: string }[]> =>
    query('SELECT id, kind, at FROM timeline_entries WHERE incident_id = $1 ORDER BY id', [incidentId]);

  /** Pages that are cancelled late write to a story that was dropped. */
  const stillThere = async (incidentId: string, story: readonly { id: string }[]): Promise<string[]> => {
    const ids = new Set((await storyOf(incidentId)).map(({ id }) => id));
    return story.map(({ id }) => id).filter((id) => ids.has(id));
  };

  const eventsOf = (alertId: string): Promise<object[]> =>
    query('SELECT id FROM events WHERE alert_id = $1', [alertId]);

  /** Ids are made by the clock of the machine, which a test cannot move: the events are as old as they say. */
  async function pretendOldIds(): Promise<void> {
    await query(`UPDATE events SET id = overlay(id::text PLACING
      left(rouse_first_id_at(received_at)::text, 13) FROM 1 FOR 13)::uuid`);
  }

  async function openIncident(): Promise<{ incidentId: string; alertId: string; dedupKey: string }> {
    const dedupKey = await rouse.trigger(integration);
    const [alert] = await query<{ incidentId: string; alertId: string }>(
      'SELECT id AS "alertId", incident_id AS "incidentId" FROM alerts WHERE dedup_key = $1',
      [dedupKey],
    );
    if (!alert) throw new Error('there is no alert');
    return { ...alert, dedupKey };
  }
});

describe('a database that has logs already', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('keeps every row where it is, and numbers go on', async () => {
    for (let undone = ''; undone !== Partitions1763900000000.name;) {
      const [last] = await dataSource.query<{ name: string }[]>(
        'SELECT name FROM schema_migrations ORDER BY id DESC LIMIT 1',
      );
      undone = last?.name ?? '';
      await dataSource.undoLastMigration();
    }
    const [incident, farOff] = [newId(), 'ffffffff-0000-7000-8000-000000000000'];
    await dataSource.transaction(async (manager) => {
      // Without what they refer to, which is not what this is about.
      await manager.query('SET LOCAL session_replication_role = replica');
      await manager.query(
        `INSERT INTO timeline_entries (incident_id, at, kind, actor)
         SELECT $1, now() - place * interval '10 days', 'note.added', '{}' FROM generate_series(1, 50) AS place`,
        [incident],
      );
      await manager.query(
        `INSERT INTO events (id, integration_id, service_id, action, dedup_key, payload)
         SELECT id, $1, $1, 'trigger', 'key', '{}' FROM unnest($2::uuid[]) AS id`,
        [newId(), [newId(), newId(), farOff]],
      );
    });
    await dataSource.runMigrations();
    const where = (table: string): Promise<object[]> =>
      dataSource.query(
        `SELECT regexp_replace(tableoid::regclass::text, '\\d{4}_\\d\\d', 'month') AS partition, count(*)::int AS rows
         FROM ${table} GROUP BY tableoid ORDER BY 1`,
      );
    expect(await where('timeline_entries')).toEqual([
      { partition: 'timeline_entries_until_month', rows: 50 },
    ]);
    expect(await where('events')).toEqual([
      { partition: 'events_default', rows: 1 },
      { partition: 'events_until_month', rows: 2 },
    ]);
    const [added] = await dataSource.query<{ isNew: boolean }[]>(
      `WITH added AS (
         INSERT INTO timeline_entries (incident_id, kind, actor) VALUES ($1, 'note.added', '{}') RETURNING id)
       SELECT id > (SELECT max(id) FROM timeline_entries) AS "isNew" FROM added`,
      [incident],
    );
    expect(added?.isNew).toBe(true);
    expect(await dataSource.query('SELECT kind FROM changes')).toEqual([{ kind: 'note.added' }]);
  });
});
