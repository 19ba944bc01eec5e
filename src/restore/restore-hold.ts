import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sessions } from '../access/sessions/sessions.js';
import { HeldIncidents } from '../incidents/held-incidents.js';
import { IncidentWaking } from '../incidents/incident-waking.js';
import { MaintenanceEnd } from '../incidents/deadlines/maintenance-end.js';
import { SupportHoursStart } from '../incidents/deadlines/support-hours-start.js';
import { forgetPastChanges } from '../live-feeds/past-changes.js';
import { cancelPastPages } from '../paging/engine/past-pages.js';
import { DutyTelling } from '../paging/notices/duty-telling.js';
import { Notices } from '../people/notices.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { newId } from '../platform/database/identifier.js';
import type { SweptDeadlines } from '../platform/queue/overdue-work.js';
import { SwapScan } from '../schedules/swaps/swap-scan.js';
import { restoreNews } from './restore-news.js';

const REASON = 'the database was restored from a backup';
const BATCH = 100;
const LEASE_MS = 15_000;

/** A restore that nobody has decided about, and how many times its admins were to be reminded by now. */
interface Undecided {
  readonly id: string;
  readonly stateOf: Date | null;
  readonly number: number;
  readonly expiresAt: Date;
}

/**
 * What follows from a restore. Every deadline of the time since the backup has passed, and whoever was to be told of it
 * was told, or can wait: the past comes to its end on paper, nobody hears of it, and what would page is held.
 */
@Injectable()
export class RestoreHold {
  constructor(
    private readonly incidents: HeldIncidents,
    private readonly waking: IncidentWaking,
    private readonly maintenanceEnd: MaintenanceEnd,
    private readonly supportHours: SupportHoursStart,
    private readonly swaps: SwapScan,
    private readonly duty: DutyTelling,
    private readonly notices: Notices,
    private readonly sessions: Sessions,
    private readonly clock: DatabaseClock,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Holds everything and tells the admins, once. Where it dies half way, the next look finds the database restored still.
   * @param manager in the transaction that keeps others from the same
   */
  async holdAll(
    manager: EntityManager,
    noticedBy: 'missing-place' | 'other-place',
  ): Promise<{ heldCount: number; stateOf: Date | null }> {
    const stateOf = await lastKnownMoment(manager);
    // In transactions of their own, and before the hold: what they set going is held with the rest.
    for (const deadlines of [this.waking, this.maintenanceEnd, this.supportHours])
      await this.passAll(deadlines);
    await this.swaps.scan();
    const heldCount = await this.incidents.holdAll(manager, REASON);
    await cancelPastPages(manager, REASON);
    await this.silenceNotices(manager);
    await forgetPastChanges(manager, REASON);
    // Whoever signed out since, or was signed out, would be in again.
    const sessionsEnded = await this.sessions.endEverybodys(manager);
    this.logger.info({ sessionsEnded }, 'Everybody signs in anew after a restore');
    const id = newId();
    await manager.query(
      `INSERT INTO restores (id, noticed_by, state_of, held_count) VALUES ($1, $2, $3, $4)`,
      [id, noticedBy, stateOf, heldCount],
    );
    await this.tellAdmins(manager, id, heldCount, stateOf);
    return { heldCount, stateOf };
  }

  /** Lets everything of a kind that is overdue happen; what fails comes back when its lease is over. */
  private async passAll(deadlines: SweptDeadlines): Promise<void> {
    for (;;) {
      const claimed = await deadlines.claimOverdue(BATCH, 0, LEASE_MS);
      for (const { id, fence } of claimed) {
        try {
          await deadlines.takeUp(id, fence);
        } catch (error) {
          this.logger.error(
            { err: error, kind: deadlines.kind, id },
            'A deadline before the restore did not pass',
          );
        }
      }
      if (claimed.length < BATCH) return;
    }
  }

  /** What is in the outbox, and what would be put there about shifts that began or ended before. */
  private async silenceNotices(manager: EntityManager): Promise<void> {
    await endWaiting(manager, []);
    const schedules = await manager.query<{ id: string }[]>('SELECT id FROM schedules ORDER BY id');
    const now = await this.clock.now(manager);
    for (let place = 0; place < schedules.length; place += BATCH) {
      const ids = schedules.slice(place, place + BATCH).map(({ id }) => id);
      await this.duty.tell(manager, ids, now);
    }
    await endWaiting(manager, ['shift.starts-soon']);
  }

  /**
   * Calls the admins every quarter of an hour while incidents are held and nobody has decided: what was taken for a restore
   * may have been none, and then real pages are held. Two workers call once.
   */
  async remindAdmins(manager: EntityManager): Promise<void> {
    const [undecided] = await manager.query<Undecided[]>(
      `SELECT id, state_of AS "stateOf", reminder::int AS number,
              rouse_now() + interval '15 minutes' AS "expiresAt"
       FROM (SELECT *, floor(extract(epoch FROM rouse_now() - restored_at) / 900) AS reminder
             FROM restores ORDER BY id DESC LIMIT 1) last
       WHERE decision IS NULL AND reminder > 0`,
    );
    if (!undecided) return;
    const { id: restoreId, stateOf, number, expiresAt } = undecided;
    const heldCount = await this.incidents.count(manager);
    if (heldCount === 0) return;
    await this.notices.add(
      manager,
      (await readAdmins(manager)).map(({ id, timeZone }) => ({
        userId: id,
        kind: 'restore.undecided' as const,
        text: restoreNews({ heldCount, stateOf, timeZone, publicUrl: this.settings.publicUrl }),
        onceKey: `restore.undecided ${restoreId} ${id} ${String(number)}`,
        expiresAt,
      })),
    );
  }

  private async tellAdmins(
    manager: EntityManager,
    restoreId: string,
    heldCount: number,
    stateOf: Date | null,
  ): Promise<void> {
    await this.notices.add(
      manager,
      (await readAdmins(manager)).map(({ id, timeZone }) => ({
        userId: id,
        kind: 'restore.held' as const,
        text: restoreNews({ heldCount, stateOf, timeZone, publicUrl: this.settings.publicUrl }),
        onceKey: `restore.held ${restoreId} ${id}`,
        expiresAt: null,
      })),
    );
  }
}

async function readAdmins(manager: EntityManager): Promise<{ id: string; timeZone: string }[]> {
  return manager.query(
    `SELECT id, time_zone AS "timeZone" FROM current_users WHERE role = 'admin' ORDER BY id`,
  );
}

async function endWaiting(manager: EntityManager, except: readonly string[]): Promise<void> {
  await manager.query(
    `UPDATE notices SET due_at = NULL, outcome = 'expired', fence = fence + 1
     WHERE due_at IS NOT NULL AND kind <> ALL ($1::text[])`,
    [except],
  );
}

/** The newest entry of any incident's story or of the audit log, or the last look of a worker. */
async function lastKnownMoment(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT greatest((SELECT at FROM timeline_entries ORDER BY id DESC LIMIT 1),
                     (SELECT at FROM audit_log ORDER BY id DESC LIMIT 1),
                     (SELECT seen_at FROM database_place)) AS at`,
  );
  return row?.at ?? null;
}
