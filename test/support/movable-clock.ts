import type { DataSource } from 'typeorm';
import { z } from 'zod';

/** A stretch of time, as tests say it; the parts add up. */
export interface Duration {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

const offsetRows = z.tuple([z.object({ ms: z.coerce.number() })]);

/**
 * Moves the clock of this database, which is the clock that all decisions are made by (promise 8), for every
 * process that works on it. The offset is written into the function itself, so that PostgreSQL still inlines it
 * and indexes on due_at are used as in earnest.
 */
export async function advanceDatabaseClock(dataSource: DataSource, duration: Duration): Promise<void> {
  const rows: unknown = await dataSource.query(
    'SELECT round(extract(epoch FROM rouse_now() - statement_timestamp()) * 1000) AS ms',
  );
  const [{ ms }] = offsetRows.parse(rows);
  const offset = ms + milliseconds(duration);
  await dataSource.query(
    `CREATE OR REPLACE FUNCTION rouse_now() RETURNS timestamptz LANGUAGE sql STABLE AS
     $$ SELECT statement_timestamp() + interval '${String(offset)} milliseconds' $$`,
  );
}

function milliseconds({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
