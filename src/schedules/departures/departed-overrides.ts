import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import { newId } from '../../platform/database/identifier.js';
import type { OverrideDefinition } from '../rendering/schedule-definition.js';

/**
 * Makes an override that takes the place of another from now on, in the order of their making, too: whatever lies on top
 * of the former stays on top.
 * @returns its id
 */
export async function putInPlace(
  manager: EntityManager,
  principal: Principal,
  formerId: string,
  { userId, replaces }: Pick<OverrideDefinition, 'userId' | 'replaces'>,
  reason: string,
  now: Date,
): Promise<string> {
  const id = newId();
  await manager.query(
    `INSERT INTO overrides (id, made_order, schedule_id, starts_at, ends_at, user_id, replaces, reason, swap_id,
       created_by, created_at) OVERRIDING SYSTEM VALUE
     SELECT $1, made_order, schedule_id, greatest(starts_at, $6), ends_at, $3, $4, $5, swap_id, $7, $6
       FROM overrides WHERE id = $2`,
    [id, formerId, userId, replaces, reason, now, principal.userId],
  );
  return id;
}

/** Ends overrides now, and takes those back that have not begun. What was known of them before stays known. */
export async function endOverrides(manager: EntityManager, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await manager.query(
    `INSERT INTO override_cuts (override_id, cut_at, end_before)
     SELECT id, $2, ends_at FROM overrides WHERE id = ANY ($1::uuid[]) AND starts_at < $2
     ON CONFLICT (override_id, cut_at) DO NOTHING`,
    [ids, now],
  );
  await manager.query(
    `UPDATE overrides SET ends_at = CASE WHEN starts_at < $2 THEN $2 ELSE ends_at END,
            deleted_at = CASE WHEN starts_at < $2 THEN NULL ELSE $2 END
      WHERE id = ANY ($1::uuid[])`,
    [ids, now],
  );
}
