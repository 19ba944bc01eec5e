import { DatabaseError } from 'pg';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { isDatabaseAway } from '../platform/database/database-away.js';
import type { DatabasePlace, RememberedPlace } from './restore-decision.js';

/** Where each part of the place is asked; some hosted servers refuse one of them. */
const QUESTIONS = {
  systemIdentifier: 'SELECT system_identifier::text AS answer FROM pg_control_system()',
  databaseOid: 'SELECT oid::text AS answer FROM pg_database WHERE datname = current_database()',
  timeline: 'SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) AS answer',
} as const;

/**
 * Where the database is now.
 * @param onRefusal hears of what the server does not tell
 * @throws Error where the server did not answer: that is no answer, and must not be remembered as one
 */
export async function findPlace(
  dataSource: DataSource,
  onRefusal: (part: string, error: unknown) => void,
): Promise<DatabasePlace> {
  const ask = async (part: keyof typeof QUESTIONS): Promise<string | null> => {
    try {
      const [row] = await dataSource.query<{ answer: string }[]>(QUESTIONS[part]);
      return row?.answer ?? null;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      onRefusal(part, error);
      return null;
    }
  };
  return {
    systemIdentifier: await ask('systemIdentifier'),
    databaseOid: await ask('databaseOid'),
    timeline: await ask('timeline'),
  };
}

/** The server says that it does not do this, or not for us; not that it is busy, or stopping (classes 53, 55P03, 57). */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof QueryFailedError) || !(error.driverError instanceof DatabaseError)) return false;
  return !isDatabaseAway(error) && !/^(53|55P03|57)/.test(error.driverError.code ?? '');
}

/** What the database remembers; null where it was restored from a backup, which are made without it. */
export async function rememberedPlace(manager: EntityManager): Promise<RememberedPlace | null> {
  const [row] = await manager.query<RememberedPlace[]>(
    `SELECT system_identifier AS "systemIdentifier", database_oid::text AS "databaseOid", timeline, seen_at AS "seenAt"
     FROM database_place`,
  );
  return row ?? null;
}

/**
 * The database is here now, and was seen. What it does not tell now stays as it was.
 * @returns when
 */
export async function rememberPlace(manager: EntityManager, place: DatabasePlace): Promise<Date | null> {
  const [row] = await manager.query<{ seenAt: Date }[]>(
    `INSERT INTO database_place (system_identifier, database_oid, timeline, seen_at) VALUES ($1, $2, $3, rouse_now())
     ON CONFLICT (only_row) DO UPDATE SET system_identifier = coalesce($1, database_place.system_identifier),
       database_oid = coalesce($2, database_place.database_oid), timeline = coalesce($3, database_place.timeline),
       seen_at = rouse_now()
     RETURNING seen_at AS "seenAt"`,
    [place.systemIdentifier, place.databaseOid, place.timeline],
  );
  return row?.seenAt ?? null;
}
