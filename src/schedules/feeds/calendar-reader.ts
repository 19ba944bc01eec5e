import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecretUses, wasUsedLately } from '../../access/secret-uses.js';
import { Users } from '../../people/users.js';
import { ApiRateLimit } from '../../platform/http/limits/rate-limits.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { FinalShifts } from '../final-shifts.js';
import { readHistories } from '../history/history-reader.js';
import { renderSchedule } from '../rendering/render-schedule.js';
import type { Rendering } from '../rendering/schedule-definition.js';
import { DAY } from '../rendering/wall-clock.js';
import { windowFaults, type ScheduleWindow } from '../schedule-window.js';
import type { CalendarQuery } from './calendar-feed-schema.js';
import { calendarText, type Calendar } from './calendar-text.js';
import { feedEvents, nearestEvents, type FeedEvent, type FeedSchedule, type StandIn } from './feed-events.js';
import { hashFeedSecret } from './feed-secret.js';

/** How far a calendar reaches, in whole days of UTC, so that it changes with the day and not with the second. */
const DAYS_BACK = 30;
const DAYS_AHEAD = 180;
/** So much more is worked out on both sides, so that shifts at the edges are whole. */
const EDGE_DAYS = 35;
/** Some half a megabyte. An hourly rotation of 100 days fits. */
const MOST_EVENTS = 2_500;
/** Counts the ways in which calendars were written: another way is another entity, even with the same shifts. */
const FORM = 1;

interface FeedRow {
  readonly id: string;
  readonly scheduleId: string | null;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly label: string;
  readonly now: Date;
  readonly contentHash: Buffer | null;
  readonly changedAt: Date;
  readonly revision: number;
  readonly isOld: boolean;
  readonly wasUsedLately: boolean;
}

/** What a calendar program gets. */
export interface ServedCalendar {
  readonly etag: string;
  readonly lastModified: Date;
  /** Written only when somebody wants it: most requests are answered by "not modified". */
  text(): Promise<string>;
}

/** What a feed shows now. */
@Injectable()
export class CalendarReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly finalShifts: FinalShifts,
    private readonly users: Users,
    private readonly uses: SecretUses,
    private readonly rateLimit: ApiRateLimit,
  ) {}

  /**
   * The calendar at a secret address, in a number of queries that does not depend on how much it holds.
   * @throws Problem 404 for an address that opens nothing, 429 over the rate
   */
  async read(secret: string, { alarm, gaps }: CalendarQuery): Promise<ServedCalendar> {
    const { manager } = this.dataSource;
    const hash = hashFeedSecret(secret);
    const feed = await findFeed(manager, hash);
    if (!feed) throw notFound('calendar');
    const decision = await this.rateLimit.check(feed.id);
    if (!decision.allowed) {
      throw new Problem(429, 'This calendar is fetched more often a minute than it may be.', [], {
        retryAfterSeconds: decision.retryAfterSeconds,
      });
    }
    const { isOld } = feed;
    if (!feed.wasUsedLately) this.uses.note({ table: 'calendar_feeds', hash, isOld });
    const events = nearestEvents(await this.eventsOf(manager, feed), feed.now, MOST_EVENTS);
    const content = { name: feed.label, events };
    const { changedAt, revision } = await noteContent(manager, feed, hashOf([FORM, content]));
    const calendar: Calendar = {
      name: feed.label,
      events: gaps === '1' ? events : events.filter(({ isGap }) => !isGap),
      changedAt,
      revision,
      alarmMinutes: alarm ?? null,
    };
    const { alarmMinutes } = calendar;
    return {
      etag: `"${hashOf([FORM, content, changedAt, revision, alarmMinutes, gaps]).toString('base64url').slice(0, 27)}"`,
      lastModified: changedAt,
      text: () => calendarText(calendar),
    };
  }

  private async eventsOf(manager: EntityManager, feed: FeedRow): Promise<FeedEvent[]> {
    const today = Math.floor(feed.now.getTime() / DAY) * DAY;
    const from = today - DAYS_BACK * DAY;
    const to = today + (DAYS_AHEAD + 1) * DAY;
    const window = { from: new Date(from), to: new Date(to) };
    const wide = { from: new Date(from - EDGE_DAYS * DAY), to: new Date(to + EDGE_DAYS * DAY) };
    const schedules = await readRules(manager, await this.scheduleIdsOf(manager, feed, wide));
    const renderings = await this.finalShifts.shifts(
      manager,
      schedules.map(({ id }) => id),
      wide,
    );
    const standIns = await readStandIns(manager, [...renderings.values()]);
    const below = await renderBelow(manager, renderings, standIns, wide);
    const names = await this.users.namesOf(
      manager,
      peopleIn([...renderings.values(), ...below.values()], standIns),
    );
    return schedules.flatMap((schedule) => {
      const rendering = renderings.get(schedule.id);
      if (!rendering) return [];
      const shown = { ...schedule, rendering, below: below.get(schedule.id)?.items ?? [], standIns, names };
      return feedEvents(shown, window, feed.userId);
    });
  }

  private async scheduleIdsOf(
    manager: EntityManager,
    { scheduleId, userId, teamId }: FeedRow,
    window: ScheduleWindow,
  ): Promise<string[]> {
    if (scheduleId !== null) return [scheduleId];
    if (userId !== null) return this.finalShifts.scheduleIdsOf(manager, [userId], window);
    const rows = await manager.query<{ id: string }[]>(
      'SELECT id FROM schedules WHERE team_id = $1 ORDER BY id',
      [teamId],
    );
    return rows.map(({ id }) => id);
  }
}

type ScheduleRules = Pick<FeedSchedule, 'id' | 'name' | 'timeZone' | 'layers'>;

/** By what rules hand-offs are counted; of an archived schedule the last that it had. One query. */
function readRules(manager: EntityManager, scheduleIds: readonly string[]): Promise<ScheduleRules[]> {
  return manager.query<ScheduleRules[]>(
    `SELECT schedule.id, schedule.name, rules.definition ->> 'timeZone' AS "timeZone",
            rules.definition -> 'layers' AS layers
       FROM schedules schedule
       JOIN LATERAL (SELECT definition FROM schedule_versions
                      WHERE schedule_id = schedule.id AND definition IS NOT NULL
                      ORDER BY version DESC LIMIT 1) rules ON true
      WHERE schedule.id = ANY ($1::uuid[]) ORDER BY schedule.id`,
    [scheduleIds],
  );
}

/** Who would be on call without overrides, of those schedules where an override does not say whom it replaces. */
async function renderBelow(
  manager: EntityManager,
  renderings: ReadonlyMap<string, Rendering>,
  standIns: ReadonlyMap<string, StandIn>,
  window: ScheduleWindow,
): Promise<Map<string, Rendering>> {
  const ids = [...renderings].flatMap(([id, { items }]) =>
    items.some(({ source }) => source.kind === 'override' && standIns.get(source.id)?.replaces === null)
      ? [id]
      : [],
  );
  if (ids.length === 0) return new Map();
  const below = new Map<string, Rendering>();
  for (const { id, latest } of await readHistories(manager, { ids }, window)) {
    if (latest === null || windowFaults(latest, window).length > 0) continue;
    below.set(id, renderSchedule({ ...latest, overrides: [] }, window));
  }
  return below;
}

/** Who has left takes no address along: neither of their own shifts nor one that they made. */
async function findFeed(manager: EntityManager, hash: Buffer): Promise<FeedRow | null> {
  const [feed] = await manager.query<FeedRow[]>(
    `SELECT feed.id, feed.schedule_id AS "scheduleId", feed.user_id AS "userId", feed.team_id AS "teamId",
            'On call: ' || coalesce(schedule.name, person.name, team.name) AS label, rouse_now() AS now,
            feed.content_hash AS "contentHash", feed.changed_at AS "changedAt", feed.revision,
            feed.secret_hash <> $1 AS "isOld", ${wasUsedLately('calendar_feeds')} AS "wasUsedLately"
       FROM calendar_feeds feed
       JOIN users maker ON maker.id = feed.made_by AND maker.deleted_at IS NULL
       LEFT JOIN schedules schedule ON schedule.id = feed.schedule_id
       LEFT JOIN users person ON person.id = feed.user_id
       LEFT JOIN teams team ON team.id = feed.team_id
      WHERE (feed.secret_hash = $1 OR (feed.old_hash = $1 AND feed.old_ends_at > rouse_now()))
        AND feed.revoked_at IS NULL AND person.deleted_at IS NULL`,
    [hash],
  );
  return feed ?? null;
}

/** Remembers what is served, where it is something new, and says since when it has been so. */
async function noteContent(
  manager: EntityManager,
  feed: FeedRow,
  contentHash: Buffer,
): Promise<{ readonly changedAt: Date; readonly revision: number }> {
  if (feed.contentHash?.equals(contentHash) === true) return feed;
  const [rows] = await manager.query<[{ changedAt: Date; revision: number }[], number]>(
    `UPDATE calendar_feeds SET content_hash = $2, revision = revision + 1,
            changed_at = greatest(date_trunc('second', rouse_now()), changed_at + interval '1 second')
      WHERE id = $1 AND content_hash IS DISTINCT FROM $2
     RETURNING changed_at AS "changedAt", revision`,
    [feed.id, contentHash],
  );
  if (rows[0]) return rows[0];
  // Another request has just noted the same.
  const [noted] = await manager.query<{ changedAt: Date; revision: number }[]>(
    'SELECT changed_at AS "changedAt", revision FROM calendar_feeds WHERE id = $1',
    [feed.id],
  );
  if (!noted) throw notFound('calendar');
  return noted;
}

/** How each override that is seen came about; deleted ones too, since the record may still show them. One query. */
async function readStandIns(
  manager: EntityManager,
  renderings: readonly Rendering[],
): Promise<Map<string, StandIn>> {
  const ids = renderings.flatMap(({ items }) =>
    items.flatMap(({ source }) => (source.kind === 'override' ? [source.id] : [])),
  );
  if (ids.length === 0) return new Map();
  const rows = await manager.query<(StandIn & { id: string })[]>(
    `SELECT override.id, override.replaces,
            CASE WHEN override.swap_id IS NULL THEN 'override' WHEN swap.kind = 'swap' THEN 'swap' ELSE 'cover' END AS how
       FROM overrides override LEFT JOIN swaps swap ON swap.id = override.swap_id
      WHERE override.id = ANY ($1::uuid[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, how, replaces }) => [id, { how, replaces }]));
}

const peopleIn = (renderings: readonly Rendering[], standIns: ReadonlyMap<string, StandIn>): string[] => [
  ...new Set([
    ...renderings.flatMap(({ items }) => items.map(({ userId }) => userId)),
    ...[...standIns.values()].flatMap(({ replaces }) => replaces ?? []),
  ]),
];

const hashOf = (content: unknown): Buffer => createHash('sha256').update(JSON.stringify(content)).digest();
