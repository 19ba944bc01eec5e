import type { EntityManager } from 'typeorm';
import type { ClaimedDeadline } from '../platform/queue/overdue-work.js';

/** Claims services whose support hours begin, for the sweeper; what they make of it is decided by the hours as they are. */
export async function claimSupportStarts(
  manager: EntityManager,
  limit: number,
  graceMs: number,
  leaseMs: number,
): Promise<ClaimedDeadline[]> {
  const [rows] = await manager.query<[ClaimedDeadline[], number]>(
    `UPDATE services SET support_begins_at = rouse_now() + $3 * interval '1 millisecond'
     WHERE id IN (
       SELECT id FROM services
       WHERE support_begins_at <= rouse_now() - $2 * interval '1 millisecond'
       ORDER BY support_begins_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING id, 0 AS fence`,
    [limit, graceMs, leaseMs],
  );
  return rows;
}

/** The hours of a service begin then the next time; null: nothing is to be raised then. */
export async function setSupportStart(
  manager: EntityManager,
  serviceId: string,
  beginsAt: Date | null,
): Promise<void> {
  await manager.query(`UPDATE services SET support_begins_at = $2 WHERE id = $1`, [serviceId, beginsAt]);
}
