import type { EntityManager } from 'typeorm';
import { SYSTEM } from '../../incidents/actor.js';

/**
 * Nothing of what pages waited for comes about any more: those that were to go out, or may be on their way, are
 * cancelled, and no receipt is waited for. Lock their incidents before.
 * @param reason for their timelines
 */
export async function cancelPastPages(manager: EntityManager, reason: string): Promise<void> {
  await manager.query(CANCEL, [JSON.stringify(SYSTEM), reason]);
  // No telephone rings any more from before.
  await manager.query('UPDATE attempts SET line = NULL WHERE line IS NOT NULL');
}

const CANCEL = `
WITH past AS (
  SELECT id, incident_id, user_id, type, status FROM pages WHERE due_at IS NOT NULL ORDER BY id FOR UPDATE),
ended AS (
  UPDATE pages SET due_at = NULL, fence = fence + 1,
    status = CASE WHEN pages.status IN ('waiting', 'calling') THEN 'cancelled' ELSE pages.status END
  FROM past WHERE pages.id = past.id),
calls AS (
  UPDATE attempts SET status = 'unknown', finished_at = rouse_now()
  FROM past WHERE attempts.page_id = past.id AND past.status = 'calling' AND attempts.status = 'calling')
INSERT INTO timeline_entries (incident_id, kind, actor, reason, details)
SELECT incident_id, 'page.cancelled', $1::jsonb, $2,
       jsonb_build_object('pageId', id, 'userId', user_id, 'type', type)
FROM past WHERE status IN ('waiting', 'calling') ORDER BY id`;
