import type { EntityManager } from 'typeorm';
import { slotsOf } from '../delivery/message-slots.js';
import { busyLines, lastAttempts, recentMessages, type LastAttempt } from './attempt-store.js';
import { lockIncidents, type PagedIncident } from './incident-lock.js';
import type { LockedPage, PageStore } from './page-store.js';

/** A page that somebody was woken for, or claimed, with the fence that it had then. */
export interface DuePage {
  readonly id: string;
  readonly fence: number;
}

/** Everything that a decision about pages rests on, read and locked. */
export interface DueSituation {
  readonly now: Date;
  readonly incidents: ReadonlyMap<string, PagedIncident>;
  readonly pages: readonly LockedPage[];
  /** Of the pages that are `calling`, by page. */
  readonly lastAttempts: ReadonlyMap<string, LastAttempt>;
  /** When messages went out in the last minute, by person. */
  readonly recent: ReadonlyMap<string, Date[]>;
  /** Numbers with a call under way, and until when at the latest. */
  readonly busyLines: ReadonlyMap<string, Date>;
}

/** A person can have so many pages that wait; what is beyond goes with the next message. */
const MOST_TAKEN_ALONG = 2_000;

/**
 * Reads and locks what is due, and what goes along with it: a person's other wanted pages where a message may go to
 * them now, and of a message whose outcome nobody knows all its pages. Locks are had in one order: people and their
 * telephone lines, incidents, pages; each of them in the order of their keys.
 */
export async function readDuePages(
  manager: EntityManager,
  store: PageStore,
  batch: readonly DuePage[],
): Promise<DueSituation> {
  const ids = batch.map(({ id }) => id);
  await lockPeople(manager, ids);
  const people = await manager.query<{ userId: string; now: Date }[]>(
    `SELECT DISTINCT user_id AS "userId", rouse_now() AS now FROM pages WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  const userIds = people.map(({ userId }) => userId);
  const recent = await recentMessages(manager, userIds);
  const open = people.filter(({ userId, now }) => slotsOf(recent.get(userId) ?? [], now).atOnce > 0);
  const wanted = await withCompanions(
    manager,
    ids,
    open.map(({ userId }) => userId),
  );
  const incidents = await lockIncidents(
    manager,
    wanted.map(({ incidentId }) => incidentId),
  );
  const locked = await store.lockAll(
    manager,
    wanted.map(({ id }) => id),
  );
  const pages = [...locked.values()];
  const calling = pages.filter(({ status }) => status === 'calling').map(({ id }) => id);
  const numbers = pages.filter(({ type }) => type === 'voice').map(({ address }) => address);
  return {
    now: people[0]?.now ?? new Date(0),
    incidents,
    pages,
    recent,
    lastAttempts: await lastAttempts(manager, calling),
    busyLines: await busyLines(manager, [...new Set(numbers)]),
  };
}

/** Two workers never decide about one person, or one telephone line, at the same time. */
async function lockPeople(manager: EntityManager, pageIds: readonly string[]): Promise<void> {
  await manager.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT DISTINCT hashtextextended(name, 0) AS key FROM (
         SELECT 'pages-of:' || user_id AS name FROM pages WHERE id = ANY($1::uuid[])
         UNION SELECT 'line:' || method.address FROM pages page
         JOIN contact_methods method ON method.user_id = page.user_id AND method.type = 'voice'
         WHERE page.id = ANY($1::uuid[])) names
       ORDER BY key) keys`,
    [pageIds],
  );
}

function withCompanions(
  manager: EntityManager,
  pageIds: readonly string[],
  openUserIds: readonly string[],
): Promise<{ id: string; incidentId: string }[]> {
  return manager.query<{ id: string; incidentId: string }[]>(
    `SELECT id, incident_id AS "incidentId" FROM pages WHERE id = ANY($1::uuid[])
     UNION
     (SELECT id, incident_id FROM pages
      WHERE user_id = ANY($2::uuid[]) AND status = 'waiting' AND wanted_at <= rouse_now()
      ORDER BY precedence, wanted_at LIMIT $3)
     UNION
     SELECT page.id, page.incident_id FROM pages asked JOIN attempts mine ON mine.page_id = asked.id
     JOIN attempts other ON other.lead_attempt_id = coalesce(mine.lead_attempt_id, mine.id)
       OR other.id = mine.lead_attempt_id
     JOIN pages page ON page.id = other.page_id
     WHERE asked.id = ANY($1::uuid[]) AND asked.status = 'calling' AND mine.status IN ('calling', 'unknown')`,
    [pageIds, openUserIds, MOST_TAKEN_ALONG],
  );
}
