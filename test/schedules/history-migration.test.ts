import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { newId } from '../../src/platform/database/identifier.js';
import { History1763700000000 } from '../../src/platform/database/migrations/1763700000000-history.js';
import { FinalShifts } from '../../src/schedules/final-shifts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;

describe('the migration that begins the record', () => {
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

  const lastMigration = async (): Promise<string> => {
    const rows: unknown = await dataSource.query(
      'SELECT name FROM schema_migrations ORDER BY id DESC LIMIT 1',
    );
    return z.tuple([z.object({ name: z.string() })]).parse(rows)[0].name;
  };

  it('goes back, and takes up schedules and overrides that there were before it', async () => {
    const runner = dataSource.createQueryRunner();
    const migration = new History1763700000000();
    // Later migrations build on it.
    for (let undone = ''; undone !== migration.name;) {
      undone = await lastMigration();
      await dataSource.undoLastMigration();
    }
    const [ana, bo, schedule, layer, empty] = [newId(), newId(), newId(), newId(), newId()];
    await runner.query(
      `INSERT INTO users (id, name, email, time_zone, role)
       VALUES ($1, 'Ana', 'ana@example.org', 'UTC', 'responder'), ($2, 'Bo', 'bo@example.org', 'UTC', 'responder')`,
      [ana, bo],
    );
    await runner.query(
      `INSERT INTO schedules (id, name, time_zone) VALUES ($1, 'Web', 'UTC'), ($2, 'Without layers', 'UTC')`,
      [schedule, empty],
    );
    await runner.query(
      `INSERT INTO schedule_layers (id, schedule_id, position, name, starts_at, handoff)
       VALUES ($1, $2, 0, 'primary', '2026-01-05T09:00', 'FREQ=YEARLY')`,
      [layer, schedule],
    );
    await runner.query('INSERT INTO schedule_participants (layer_id, position, user_id) VALUES ($1, 0, $2)', [
      layer,
      ana,
    ]);
    await runner.query(
      `INSERT INTO overrides (id, schedule_id, starts_at, ends_at, user_id)
       VALUES ($1, $2, now() - interval '2 hours', now() + interval '2 hours', $3)`,
      [newId(), schedule, bo],
    );
    await runner.release();
    await dataSource.runMigrations();
    const now = Date.now();
    const window = { from: new Date(now - 5 * HOUR), to: new Date(now + 5 * HOUR) };
    const found = await new FinalShifts().shifts(dataSource.manager, [schedule, empty], window);
    expect(found.get(schedule)?.items.map(({ userId }) => userId)).toEqual([ana, bo, ana]);
    expect(found.get(empty)).toMatchObject({ items: [], gaps: [{ start: window.from, end: window.to }] });
  });
});
