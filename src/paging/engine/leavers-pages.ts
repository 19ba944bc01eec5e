import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import type { PageStatus } from '../delivery/delivery-decision.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { lockIncidents } from './incident-lock.js';
import { PageStore } from './page-store.js';

/** What somebody may still answer. What a provider is being told at this moment is looked at again when that is over. */
const OPEN: readonly PageStatus[] = ['waiting', 'sent', 'delivered', 'unanswered'];

/**
 * Ends what still pages people who have left, within a second or two. They answer nothing any more, so where nobody else
 * of a step was paged, the next step begins at once and not when the time of this one is over.
 */
@Injectable()
export class LeaversPages implements SweptDeadlines {
  readonly kind = 'leaver';

  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: PageStore,
    private readonly consequences: DeliveryConsequences,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  async claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    const [rows] = await this.dataSource.query<[ClaimedDeadline[], number]>(
      `UPDATE users SET pages_end_at = rouse_now() + $3 * interval '1 millisecond', pages_end_fence = pages_end_fence + 1
        WHERE id IN (SELECT id FROM users WHERE pages_end_at <= rouse_now() - $2 * interval '1 millisecond'
                      ORDER BY pages_end_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id, pages_end_fence AS fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }

  async takeUp(userId: string, fence: number): Promise<void> {
    const wakeUps = await this.dataSource.transaction(async (manager) => {
      const found = await openPagesOf(manager, userId);
      const isInHand = found.some(({ status }) => status === 'calling');
      const set = await this.end(manager, found);
      await manager.query(
        `UPDATE users SET pages_end_at = CASE WHEN $3 THEN pages_end_at END WHERE id = $1 AND pages_end_fence = $2`,
        [userId, fence, isInHand],
      );
      return set;
    });
    await this.wakeUps.schedule(wakeUps);
  }

  private async end(manager: EntityManager, found: readonly FoundPage[]): Promise<WakeUp[]> {
    const incidents = await lockIncidents(
      manager,
      found.map(({ incidentId }) => incidentId),
    );
    const locked = await this.pages.lockAll(
      manager,
      found.map(({ id }) => id),
    );
    const open = [...locked.values()].filter(({ status }) => OPEN.includes(status));
    await this.pages.saveAll(
      manager,
      open.map(({ id }) => ({ pageId: id, status: 'cancelled', dueInSeconds: null })),
    );
    // Of what somebody has acknowledged the story says enough.
    const unanswered = open.filter(
      ({ incidentId, isOutdated }) => incidents.get(incidentId)?.status === 'triggered' && !isOutdated,
    );
    await this.consequences.tell(
      manager,
      unanswered.map((page) => ({ page, kind: 'page.withdrawn', reason: 'the person has left' })),
    );
    return this.consequences.moveOn(manager, unanswered, 'nobody who was paged can answer any more');
  }
}

interface FoundPage {
  readonly id: string;
  readonly incidentId: string;
  readonly status: PageStatus;
}

/** By incidents that are open, since those are few. */
function openPagesOf(manager: EntityManager, userId: string): Promise<FoundPage[]> {
  return manager.query<FoundPage[]>(
    `SELECT page.id, page.incident_id AS "incidentId", page.status
       FROM incidents incident JOIN pages page ON page.incident_id = incident.id
      WHERE incident.status <> 'resolved' AND page.user_id = $1 AND page.status = ANY ($2::text[])`,
    [userId, [...OPEN, 'calling']],
  );
}
