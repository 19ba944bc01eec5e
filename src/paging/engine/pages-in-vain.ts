import type { EntityManager } from 'typeorm';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { deliverPage } from './deliver-page.job.js';

/**
 * Makes the pages due now that wait for a contact method which was turned off: each finds that out, and hands on to
 * the person's next method. Pages that somebody works on at this moment are left to them.
 * @returns the wake-ups to set after the commit
 */
export async function hurryPagesInVain(
  manager: EntityManager,
  contactMethodIds: readonly string[],
): Promise<WakeUp[]> {
  if (contactMethodIds.length === 0) return [];
  const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
    `UPDATE pages SET due_at = rouse_now(), fence = fence + 1
      WHERE id IN (SELECT id FROM pages
                    WHERE contact_method_id = ANY ($1::uuid[]) AND status = 'waiting' AND due_at > rouse_now()
                    ORDER BY id FOR UPDATE SKIP LOCKED)
     RETURNING id, fence`,
    [contactMethodIds],
  );
  return rows.map(({ id, fence }) => deliverPage(id, fence, 0));
}
