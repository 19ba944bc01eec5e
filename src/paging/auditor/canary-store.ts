import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ClaimedDeadline } from '../../platform/queue/overdue-work.js';

/** How often each canary is due. Seconds. */
export const CANARY_SECONDS = 15;
/** A wake-up that comes early by less than this is one that came: the clocks of two nodes are never quite alike. */
const EARLY_SECONDS = 5;

/** By the sweeper, which pages without the queue; and by a wake-up through the queue. */
export type CanaryName = 'sweeper' | 'wake-up';

/** The canaries, as the senders see them. */
@Injectable()
export class CanaryStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Claims the canary where it is overdue by more than `graceMs`, as pages are claimed. */
  async claim(name: CanaryName, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    const [rows] = await this.dataSource.query<[ClaimedDeadline[], number]>(
      `UPDATE paging_canaries SET due_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
       WHERE name IN (
         SELECT name FROM paging_canaries
         WHERE name = $1 AND due_at <= rouse_now() - $2 * interval '1 millisecond' FOR UPDATE SKIP LOCKED)
       RETURNING name AS id, fence`,
      [name, graceMs, leaseMs],
    );
    return rows;
  }

  /** Moves a claimed canary on: its way works. */
  async move(manager: EntityManager, name: CanaryName, fence: number): Promise<void> {
    await manager.query(
      `UPDATE paging_canaries SET moved_at = rouse_now(), fence = fence + 1,
         due_at = rouse_now() + $3 * interval '1 second'
       WHERE name = $1 AND fence = $2`,
      [name, fence, CANARY_SECONDS],
    );
  }

  /**
   * The same for one that a wake-up came for, unless it came far too early.
   * @returns its new fence; null where the wake-up is stale
   */
  async moveWhenDue(name: CanaryName, fence: number): Promise<number | null> {
    const [rows] = await this.dataSource.query<[{ fence: number }[], number]>(
      `UPDATE paging_canaries SET moved_at = rouse_now(), fence = fence + 1,
         due_at = rouse_now() + $3 * interval '1 second'
       WHERE name = $1 AND fence = $2 AND due_at <= rouse_now() + $4 * interval '1 second'
       RETURNING fence`,
      [name, fence, CANARY_SECONDS, EARLY_SECONDS],
    );
    return rows[0]?.fence ?? null;
  }
}
