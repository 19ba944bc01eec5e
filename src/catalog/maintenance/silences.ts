import type { EntityManager } from 'typeorm';
import type { ClaimedDeadline } from '../../platform/queue/overdue-work.js';

/** However long a window means to last, what it holds back is looked at so often: it may be over sooner. Seconds. */
const LONGEST_WAIT_SECONDS = 60;

/** Says that services have alerts that are held back, and that somebody looks whether it is over: at the given times at the latest. */
export async function holdBackAll(manager: EntityManager, until: ReadonlyMap<string, Date>): Promise<void> {
  if (until.size === 0) return;
  await manager.query(
    `INSERT INTO maintenance_silences AS silence (service_id, due_at)
     SELECT service_id, least(until, rouse_now() + $3 * interval '1 second')
     FROM unnest($1::uuid[], $2::timestamptz[]) AS held (service_id, until) ORDER BY service_id
     ON CONFLICT (service_id) DO UPDATE SET due_at = least(silence.due_at, excluded.due_at)`,
    [[...until.keys()], [...until.values()], LONGEST_WAIT_SECONDS],
  );
}

/** A window over these services has changed: what is held back is looked at now. */
export async function lookAgain(manager: EntityManager, serviceIds: readonly string[]): Promise<void> {
  await manager.query(
    `UPDATE maintenance_silences SET due_at = least(due_at, rouse_now()) WHERE service_id = ANY($1::uuid[])`,
    [serviceIds],
  );
}

/** Claims services whose silence is to be looked at, for the sweeper. */
export async function claimSilences(
  manager: EntityManager,
  limit: number,
  graceMs: number,
  leaseMs: number,
): Promise<ClaimedDeadline[]> {
  const [rows] = await manager.query<[ClaimedDeadline[], number]>(
    `UPDATE maintenance_silences SET due_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
     WHERE service_id IN (
       SELECT service_id FROM maintenance_silences
       WHERE due_at <= rouse_now() - $2 * interval '1 millisecond'
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING service_id AS id, fence`,
    [limit, graceMs, leaseMs],
  );
  return rows;
}

/** The maintenance goes on: it is looked at again at `until`, or before. */
export async function stayHeldBack(manager: EntityManager, serviceId: string, until: Date): Promise<void> {
  await manager.query(
    `UPDATE maintenance_silences SET fence = fence + 1,
       due_at = least($2::timestamptz, rouse_now() + $3 * interval '1 second')
     WHERE service_id = $1`,
    [serviceId, until, LONGEST_WAIT_SECONDS],
  );
}

/** Nothing of the service is held back any more. */
export async function endSilence(manager: EntityManager, serviceId: string): Promise<void> {
  await manager.query(`DELETE FROM maintenance_silences WHERE service_id = $1`, [serviceId]);
}
