import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { nextAwake, type WakingHours } from '../../people/waking-hours.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { ChannelType } from '../channels/channel.js';
import type { OtherPages, PageStatus } from '../delivery/delivery-decision.js';
import { deliverPage } from './deliver-page.job.js';
import { writeNewPages, type NewPage, type NewPageOfIncident } from './new-pages.js';

/** A page that was read and locked. */
export interface LockedPage {
  readonly id: string;
  readonly incidentId: string;
  readonly userId: string;
  readonly contactMethodId: string;
  readonly type: ChannelType;
  readonly address: string;
  readonly round: number;
  readonly step: number;
  readonly reason: string;
  readonly status: PageStatus;
  readonly replyCode: string;
  readonly attemptCount: number;
  readonly fence: number;
  /** See `precedenceOf`. */
  readonly precedence: number;
  /** Since when the person should have been told. */
  readonly wantedAt: Date;
  /** Since when its incident is escalated, this time; null where it is not. */
  readonly escalatedAt: Date | null;
  /** It has waited already to go together with others. */
  readonly wasHeld: boolean;
  readonly isDue: boolean;
  /** Milliseconds until it is due; null when it is not due at all. */
  readonly dueInMs: number | null;
  /** Since the first attempt; 0 where there was none. */
  readonly ageSeconds: number;
  /** Whether its contact method is still verified and on. */
  readonly methodIsUsable: boolean;
  /** Made before somebody acknowledged, and then escalated: whoever it was for has been told or has answered. */
  readonly isOutdated: boolean;
  /** The person was told of the incident by another page. */
  readonly isTold: boolean;
  readonly responderRequestId: string | null;
  /** How the request for help stands that it carries; null for the pages of an escalation. */
  readonly requestStatus: string | null;
  readonly timeZone: string;
}

/** What becomes of a page. */
export interface PageChange {
  readonly pageId: string;
  readonly status: PageStatus;
  /** Until it wants attention again; null when nothing is left to do for it. */
  readonly dueInSeconds: number | null;
  /** A call to a provider begins with this change. */
  readonly beginsAttempt?: true;
  /** It waits for its turn. */
  readonly isHeld?: true;
}

/** The next channel of a page's person. */
interface NextPage {
  readonly id: string;
  readonly nextId: string;
  readonly now: Date;
  readonly timeZone: string;
  /** Null: the page waits for none. */
  readonly wakingHours: WakingHours | null;
}

const isAwake = ({ now, timeZone, wakingHours }: NextPage): boolean =>
  wakingHours === null || nextAwake(now, wakingHours, timeZone).getTime() === now.getTime();

/** Pages: rows with a deadline and a fence, as escalations are. */
@Injectable()
export class PageStore {
  /** Writes pages of one incident with their reply codes; gives the wake-ups to set after the commit. */
  create(
    manager: EntityManager,
    incidentId: string,
    pages: readonly NewPage[],
  ): Promise<{ ids: string[]; wakeUps: WakeUp[] }> {
    return this.createAll(
      manager,
      pages.map((page) => ({ ...page, incidentId })),
    );
  }

  /** The same for any number of incidents, which the caller has locked; ids and wake-ups are in the order of `pages`. */
  async createAll(
    manager: EntityManager,
    pages: readonly NewPageOfIncident[],
  ): Promise<{ ids: string[]; wakeUps: WakeUp[] }> {
    if (pages.length === 0) return { ids: [], wakeUps: [] };
    const ids = await writeNewPages(manager, pages);
    return {
      ids,
      wakeUps: ids.map((id, place) => deliverPage(id, 1, (pages[place]?.delaySeconds ?? 0) * 1000)),
    };
  }

  /** Reads and locks pages, in the order of their ids. Lock their incidents before. */
  async lockAll(manager: EntityManager, pageIds: readonly string[]): Promise<Map<string, LockedPage>> {
    const rows = await manager.query<LockedPage[]>(
      `SELECT page.id, page.incident_id AS "incidentId", page.user_id AS "userId",
              page.contact_method_id AS "contactMethodId", page.type, page.address, page.round, page.step, page.reason,
              page.status, page.reply_code AS "replyCode", page.attempt_count AS "attemptCount", page.fence,
              page.precedence, page.wanted_at AS "wantedAt", page.was_held AS "wasHeld",
              escalation.started_at AS "escalatedAt",
              coalesce(page.due_at <= rouse_now(), false) AS "isDue",
              (extract(epoch FROM page.due_at - rouse_now()) * 1000)::float8 AS "dueInMs",
              coalesce(extract(epoch FROM rouse_now() - (
                SELECT min(created_at) FROM attempts WHERE page_id = page.id)), 0)::float8 AS "ageSeconds",
              (method.verified_at IS NOT NULL AND method.disabled_at IS NULL) AS "methodIsUsable",
              coalesce(page.created_at < escalation.started_at, false) AS "isOutdated",
              EXISTS (SELECT 1 FROM pages other
                WHERE other.incident_id = page.incident_id AND other.user_id = page.user_id AND other.id <> page.id
                  AND other.status IN ('calling', 'sent', 'delivered', 'unanswered')
                  AND other.created_at >= escalation.started_at) AS "isTold",
              page.responder_request_id AS "responderRequestId", request.status AS "requestStatus",
              person.time_zone AS "timeZone"
       FROM pages page JOIN users person ON person.id = page.user_id
       JOIN contact_methods method ON method.id = page.contact_method_id
       LEFT JOIN escalations escalation ON escalation.incident_id = page.incident_id
       LEFT JOIN responder_requests request ON request.id = page.responder_request_id
       WHERE page.id = ANY($1::uuid[]) ORDER BY page.id FOR UPDATE OF page`,
      [pageIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Writes what becomes of pages, in one statement; gives their new fences. Each page once. */
  async saveAll(manager: EntityManager, changes: readonly PageChange[]): Promise<Map<string, number>> {
    if (changes.length === 0) return new Map();
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE pages page SET status = change.status, fence = page.fence + 1,
         due_at = rouse_now() + change.due_in * interval '1 second',
         attempt_count = page.attempt_count + change.attempts, was_held = page.was_held OR change.is_held
       FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::int[], $5::boolean[])
         AS change (id, status, due_in, attempts, is_held)
       WHERE page.id = change.id RETURNING page.id, page.fence`,
      [
        changes.map((change) => change.pageId),
        changes.map((change) => change.status),
        changes.map((change) => change.dueInSeconds),
        changes.map((change) => (change.beginsAttempt === true ? 1 : 0)),
        changes.map((change) => change.isHeld === true),
      ],
    );
    return new Map(rows.map((row) => [row.id, row.fence]));
  }

  /** The same person's other pages about the incident, by how far along they are; by the page's id. What waits is what `hurryNext` may take. */
  async others(manager: EntityManager, pageIds: readonly string[]): Promise<Map<string, OtherPages>> {
    if (pageIds.length === 0) return new Map();
    const rows = await manager.query<(OtherPages & { id: string })[]>(
      `SELECT page.id, count(*) FILTER (
                WHERE other.status = 'waiting' AND other.attempt_count = 0 AND other.step = page.step)::int AS waiting,
              count(*) FILTER (WHERE other.status IN ('calling', 'sent', 'delivered'))::int AS "underWay"
       FROM pages page JOIN pages other ON other.incident_id = page.incident_id AND other.user_id = page.user_id
         AND other.id <> page.id AND other.round = page.round
         AND other.responder_request_id IS NOT DISTINCT FROM page.responder_request_id
       WHERE page.id = ANY($1::uuid[]) GROUP BY page.id`,
      [pageIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * Makes the next channel of each page's person due now: the first page of the same step that nobody has tried yet.
   * One that was tried waits for a provider that is busy, and is not hurried; nor is one of low urgency while its
   * person sleeps, which stays planned for the waking hours.
   * @returns which pages had a next one, and the wake-ups to set
   */
  async hurryNext(
    manager: EntityManager,
    pageIds: readonly string[],
  ): Promise<{ hurriedFor: Set<string>; wakeUps: WakeUp[] }> {
    const found = await manager.query<NextPage[]>(
      `SELECT page.id, next.id AS "nextId", rouse_now() AS now, person.time_zone AS "timeZone",
              CASE WHEN incident.urgency = 'low' AND page.responder_request_id IS NULL THEN person.waking_hours END
                AS "wakingHours"
       FROM pages page JOIN users person ON person.id = page.user_id
       JOIN incidents incident ON incident.id = page.incident_id
       CROSS JOIN LATERAL (
         SELECT id FROM pages
         WHERE incident_id = page.incident_id AND user_id = page.user_id AND id <> page.id AND status = 'waiting'
           AND attempt_count = 0 AND round = page.round AND step = page.step
           AND responder_request_id IS NOT DISTINCT FROM page.responder_request_id
         ORDER BY due_at, id LIMIT 1) next
       WHERE page.id = ANY($1::uuid[])`,
      [pageIds],
    );
    const nexts = found.filter(isAwake);
    if (nexts.length === 0) return { hurriedFor: new Set(), wakeUps: [] };
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE pages SET due_at = least(due_at, rouse_now()), wanted_at = least(wanted_at, rouse_now()), fence = fence + 1
       WHERE id IN (SELECT id FROM pages WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE)
       RETURNING id, fence`,
      [nexts.map(({ nextId }) => nextId)],
    );
    return {
      hurriedFor: new Set(nexts.map(({ id }) => id)),
      wakeUps: rows.map(({ id, fence }) => deliverPage(id, fence, 0)),
    };
  }

  /** Of these steps those of which every page has failed: nobody of them can be reached. Requests for help do not count. */
  async nobodyReached<Place extends Pick<LockedPage, 'incidentId' | 'round' | 'step'>>(
    manager: EntityManager,
    places: readonly Place[],
  ): Promise<Place[]> {
    if (places.length === 0) return [];
    const rows = await manager.query<{ place: number }[]>(
      `SELECT place::int AS place
       FROM unnest($1::uuid[], $2::int[], $3::int[]) WITH ORDINALITY AS at (incident_id, round, step, place)
       WHERE NOT EXISTS (SELECT 1 FROM pages WHERE incident_id = at.incident_id AND round = at.round
         AND step = at.step AND responder_request_id IS NULL AND status NOT IN ('failed', 'cancelled'))`,
      [
        places.map((place) => place.incidentId),
        places.map((place) => place.round),
        places.map((place) => place.step),
      ],
    );
    return rows.flatMap(({ place }) => places[place - 1] ?? []);
  }

  /** A call has ended: what waited to call the same number is due now. Gives the wake-ups to set. */
  async freeLines(manager: EntityManager, numbers: readonly string[]): Promise<WakeUp[]> {
    if (numbers.length === 0) return [];
    const [rows] = await manager.query<[{ id: string; fence: number; userId: string }[], number]>(
      `UPDATE pages SET due_at = rouse_now(), fence = fence + 1
       WHERE id IN (
         SELECT page.id FROM contact_methods method JOIN pages page ON page.user_id = method.user_id
         WHERE method.address = ANY($1::text[]) AND method.type = 'voice' AND page.contact_method_id = method.id
           AND page.status = 'waiting' AND page.attempt_count = 0 AND page.wanted_at <= rouse_now()
           AND page.due_at > rouse_now()
         ORDER BY page.id FOR UPDATE OF page)
       RETURNING id, fence, user_id AS "userId"`,
      [numbers],
    );
    // One wake-up a person: whoever delivers one of them takes the others along.
    const first = new Map(rows.map((row) => [row.userId, row]));
    return [...first.values()].map(({ id, fence }) => deliverPage(id, fence, 0));
  }

  /**
   * Claims overdue pages for the sweeper, by lease: first pages of high urgency, first pages of low urgency, repeats;
   * and of each what has waited longest.
   */
  async claimOverdue(
    manager: EntityManager,
    limit: number,
    graceMs: number,
    leaseMs: number,
  ): Promise<{ id: string; fence: number }[]> {
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE pages SET due_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
       WHERE id IN (
         SELECT id FROM pages WHERE due_at <= rouse_now() - $2 * interval '1 millisecond'
         ORDER BY precedence, due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }
}
