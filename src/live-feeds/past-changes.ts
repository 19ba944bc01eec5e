import type { EntityManager } from 'typeorm';

/**
 * Nobody outside is told any more of what happened before: the log of changes begins anew, which readers of streams
 * learn from their next question, and what waits for webhooks is given up. Positions are numbers of transactions, which
 * may have been those of another server.
 * @param reason for the deliveries
 */
export async function forgetPastChanges(manager: EntityManager, reason: string): Promise<void> {
  await manager.query('DELETE FROM changes');
  await manager.query('UPDATE change_positions SET xid = pg_snapshot_xmin(pg_current_snapshot()), id = 0');
  await manager.query('UPDATE webhooks SET made_in = pg_snapshot_xmin(pg_current_snapshot())');
  await manager.query(
    `UPDATE webhook_deliveries SET status = 'given-up', due_at = NULL, fence = fence + 1, last_reason = $1
     WHERE status = 'waiting'`,
    [reason],
  );
}
