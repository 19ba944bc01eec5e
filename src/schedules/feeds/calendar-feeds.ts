import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { requirePermission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { OLD_SECRET, renewSecret, visiblePrefix, type Rotation } from '../../access/secret-rotation.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { notFound } from '../../platform/http/problem.js';
import type { CalendarFeedInput, CalendarFeedView, NewCalendarFeed } from './calendar-feed-schema.js';
import { feedUrl, hashFeedSecret, newFeedSecret } from './feed-secret.js';

interface CalendarFeedRow extends Omit<CalendarFeedView, 'createdAt' | 'lastUsedAt'> {
  readonly madeBy: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly secretNumber: number;
}

const COLUMNS = `id, made_by AS "madeBy", schedule_id AS "scheduleId", user_id AS "userId", team_id AS "teamId",
  prefix, created_at AS "createdAt", last_used_at AS "lastUsedAt", secret_number AS "secretNumber", ${OLD_SECRET} AS old`;

/** Secret addresses of calendars: made, listed, renewed and revoked. */
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
        `INSERT INTO calendar_feeds (id, made_by, schedule_id, user_id, team_id, secret_hash, prefix)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
        [
          ...[newId(), principal.userId, scheduleId, userId, teamId],
          ...[hashFeedSecret(secret), visiblePrefix(secret)],
        ],
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

  /**
   * Gives a feed a new address; the old one opens for as long as is chosen.
   * @throws Problem 403; 404; 409 where it was renewed a moment ago
   */
  async rotate(principal: Principal, id: string, rotation: Rotation): Promise<NewCalendarFeed> {
    const secret = newFeedSecret();
    const feed = await this.dataSource.transaction(async (manager) => {
      const before = await find(manager, principal, id);
      const fresh = { hash: hashFeedSecret(secret), prefix: visiblePrefix(secret) };
      const row = { ...before, oldEndsAt: before.old?.endsAt ?? null };
      await renewSecret(manager, 'calendar_feeds', row, fresh, rotation);
      const after = toView(await find(manager, principal, id));
      await this.auditLog.record(manager, principal, {
        action: 'calendar-feed.rotate',
        objectType: 'calendar-feed',
        objectId: id,
        before: toView(before),
        after,
      });
      return after;
    });
    return { ...feed, url: feedUrl(this.settings.publicUrl, secret) };
  }

  /** From the commit on no address of it opens anything. @throws Problem 404, also where it is revoked already; 403 */
  revoke(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = await find(manager, principal, id);
      const [, revoked] = await manager.query<[unknown[], number]>(
        'UPDATE calendar_feeds SET revoked_at = rouse_now() WHERE id = $1 AND revoked_at IS NULL',
        [id],
      );
      if (revoked === 0) throw notFound('calendar feed');
      await this.auditLog.record(manager, principal, {
        action: 'calendar-feed.revoke',
        objectType: 'calendar-feed',
        objectId: id,
        before: toView(before),
      });
    });
  }
}

/** One that is not revoked, and that the principal may change. @throws Problem 404; 403 to others whether or not it exists */
async function find(manager: EntityManager, principal: Principal, id: string): Promise<CalendarFeedRow> {
  const [row] = await manager.query<(CalendarFeedRow & { isRevoked: boolean })[]>(
    `SELECT ${COLUMNS}, revoked_at IS NOT NULL AS "isRevoked" FROM calendar_feeds WHERE id = $1`,
    [id],
  );
  // A person's own calendar is theirs to close, even where an admin made it.
  const ownerId = row?.userId === principal.userId ? row.userId : row?.madeBy;
  requirePermission(principal, 'calendar-feed.change', { ownerId: ownerId ?? null });
  if (!row || row.isRevoked) throw notFound('calendar feed');
  return row;
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

function toView(row: CalendarFeedRow): CalendarFeedView {
  const { id, scheduleId, userId, teamId, prefix, createdAt, lastUsedAt, old } = row;
  return {
    ...{ id, scheduleId, userId, teamId, prefix, old },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
