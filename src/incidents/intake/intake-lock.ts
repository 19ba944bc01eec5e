import type { EntityManager } from 'typeorm';

/**
 * Makes whoever takes in events of these services, and whoever moves their alerts to another incident, take turns
 * until the transaction ends: a key's alert is where the one who looked has found it. To be taken before any row.
 */
export async function takeTurnsAtIntake(
  manager: EntityManager,
  serviceIds: readonly string[],
): Promise<void> {
  for (const serviceId of [...new Set(serviceIds)].sort()) {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('intake:' || $1, 0))`, [serviceId]);
  }
}
