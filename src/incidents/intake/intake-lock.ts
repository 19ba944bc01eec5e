import type { EntityManager } from 'typeorm';

/** The name of a service's turn, as SQL over `id`. */
export const TURN_OF_SERVICE = `hashtextextended('intake:' || id, 0)`;

/**
 * Makes whoever takes in events of these services, and whoever moves their alerts to another incident, take turns
 * until the transaction ends: a key's alert is where the one who looked has found it. To be taken before any row.
 */
export async function takeTurnsAtIntake(
  manager: EntityManager,
  serviceIds: readonly string[],
): Promise<void> {
  // In one order everywhere, so that nobody waits in a ring.
  await manager.query(
    `SELECT pg_advisory_xact_lock(turn) FROM (
       SELECT ${TURN_OF_SERVICE} AS turn FROM unnest($1::text[]) WITH ORDINALITY AS service (id, place)
       ORDER BY place OFFSET 0) turns`,
    [[...new Set(serviceIds)].sort()],
  );
}
