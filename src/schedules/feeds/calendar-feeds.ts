import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { requirePermission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { notFound } from '../../platform/http/problem.js';
import type { CalendarFeedInput, CalendarFeedView, NewCalendarFeed } from './calendar-feed-schema.js';
import { feedUrl, hashFeedSecret, newFeedSecret } from './feed-secret.js';

type CalendarFeedRow = Omit<CalendarFeedView, 'createdAt'> & {
  readonly madeBy: string;
  readonly createdAt: Date;
};

const COLUMNS = `id, made_by AS "madeBy", schedule_id AS "scheduleId", user_id AS "userId", team_id AS "teamId",
  created_at AS "createdAt"`;

/** Secret addresses of calendars: made, listed and revoked. */
@Injectable()
export class CalendarFeeds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /**
   * Makes a feed; the answer is the one place where its address can be read.
   * @throws Problem 403 for somebody else's shifts over all schedules, 422 for an unknown id
   */
  async create(principal: Principal, input: CalendarFeedInput): Promise<NewCalendarFeed> {
    const { scheduleId = null, userId = null, teamId = null } = input;
    requirePermission(principal, 'calendar-feed.change', { ownerId: userId ?? principal.userId });
    const secret = newFeedSecret();
    const feed = await this.dataSource.transaction(async (manager) => {
      await requireReferences(manager, [
        ...(scheduleId === null ? [] : [reference('current_schedules', 'schedule', scheduleId)]),
        ...(userId === null ? [] : [reference('current_users', 'user', userId)]),
        ...(teamId === null ? [] : [reference('teams', 'team', teamId)]),
      ]);
      const [row] = await manager.query<CalendarFeedRow[]>(
        `INSERT INTO calendar_feeds (id, made_by, schedule_id, user_id, team_id, secret_hash)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
        [newId(), principal.userId, scheduleId, userId, teamId, hashFeedSecret(secret)],
      );
      if (!row) throw new Error('the feed was not stored');
      const after = toView(row);
      await this.auditLog.record(manager, principal, {
        action: 'calendar-feed.create',
        objectType: 'calendar-feed',
        objectId: row.id,
        after,
      });
      return after;
    });
    return { ...feed, url: feedUrl(this.settings.publicUrl, secret) };
  }

  /** The caller's own that are not revoked; without the addresses, which nobody has but the holder. */
  async page(principal: Principal, { limit, cursor }: PageQuery): Promise<Page<CalendarFeedView>> {
    const rows = await this.dataSource.query<CalendarFeedRow[]>(
      `SELECT ${COLUMNS} FROM calendar_feeds
        WHERE made_by = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [principal.userId, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }

  /** From the commit on the address opens nothing. @throws Problem 404, also where it is revoked already; 403 */
  revoke(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<CalendarFeedRow[]>(
        `SELECT ${COLUMNS} FROM calendar_feeds WHERE id = $1 AND revoked_at IS NULL FOR UPDATE`,
        [id],
      );
      if (!row) throw notFound('calendar feed');
      // A person's own calendar is theirs to close, even where an admin made it.
      const ownerId = row.userId === principal.userId ? row.userId : row.madeBy;
      requirePermission(principal, 'calendar-feed.change', { ownerId });
      await manager.query('UPDATE calendar_feeds SET revoked_at = rouse_now() WHERE id = $1', [id]);
      await this.auditLog.record(manager, principal, {
        action: 'calendar-feed.revoke',
        objectType: 'calendar-feed',
        objectId: id,
        before: toView(row),
      });
    });
  }
}

const reference = (
  table: 'current_schedules' | 'current_users' | 'teams',
  what: 'schedule' | 'user' | 'team',
  id: string,
) => ({
  table,
  what,
  id,
  path: `${what}Id`,
});

function toView({ id, scheduleId, userId, teamId, createdAt }: CalendarFeedRow): CalendarFeedView {
  return { id, scheduleId, userId, teamId, createdAt: createdAt.toISOString() };
}
