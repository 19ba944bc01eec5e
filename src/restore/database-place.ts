import type { DataSource, EntityManager } from 'typeorm';
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

/** What the database remembers; null where it was restored from a backup, which are made without it. */
export async function rememberedPlace(manager: EntityManager): Promise<RememberedPlace | null> {
  const [row] = await manager.query<RememberedPlace[]>(
    `SELECT system_identifier AS "systemIdentifier", database_oid::text AS "databaseOid", timeline, seen_at AS "seenAt"
     FROM database_place`,
  );
  return row ?? null;
}

/** The database is here now, and was seen. */
export async function rememberPlace(manager: EntityManager, place: DatabasePlace): Promise<void> {
  await manager.query(
    `INSERT INTO database_place (system_identifier, database_oid, timeline, seen_at) VALUES ($1, $2, $3, rouse_now())
     ON CONFLICT (only_row) DO UPDATE SET system_identifier = $1, database_oid = $2, timeline = $3, seen_at = rouse_now()`,
    [place.systemIdentifier, place.databaseOid, place.timeline],
  );
}
