import type { DataSource } from 'typeorm';
import type { Count, LimitStore } from './limit-store.js';

/** Counts in PostgreSQL: one statement a trip, in a table that no commit waits for the disk for. */
export class PostgresLimitStore implements LimitStore {
  constructor(private readonly dataSource: DataSource) {}

  async take(key: string, points: number, seconds: number): Promise<Count> {
    const [row] = await this.dataSource.query<Count[]>(
      `INSERT INTO limit_counts AS counted (key, points, ends_at)
       VALUES ($1, $2, rouse_now() + make_interval(secs => $3))
       ON CONFLICT (key) DO UPDATE SET
         points = CASE WHEN counted.ends_at > rouse_now() THEN counted.points ELSE 0 END + excluded.points,
         ends_at = CASE WHEN counted.ends_at > rouse_now() THEN counted.ends_at ELSE excluded.ends_at END
       RETURNING points::float8 AS points, extract(epoch FROM ends_at - rouse_now())::float8 * 1000 AS "msLeft"`,
      [key, points, seconds],
    );
    if (!row) throw new Error('An upsert gave no row');
    return row;
  }

  async points(key: string): Promise<number> {
    const [row] = await this.dataSource.query<{ points: number }[]>(
      'SELECT points::float8 AS points FROM limit_counts WHERE key = $1 AND ends_at > rouse_now()',
      [key],
    );
    return row?.points ?? 0;
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.dataSource.query('DELETE FROM limit_counts WHERE key = ANY ($1::text[])', [keys]);
  }

  /** Removes counts whose time is over. */
  async purge(): Promise<void> {
    await this.dataSource.query('DELETE FROM limit_counts WHERE ends_at < rouse_now()');
  }
}
