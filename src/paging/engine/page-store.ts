import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import type { ChannelType } from '../channels/channel.js';
import type { AttemptStatus, OtherPages, PageStatus } from '../delivery/delivery-decision.js';
import { chooseReplyCode } from '../delivery/reply-code.js';
import { deliverPage } from './deliver-page.job.js';

/** A page to be written: one person, one contact method, now or after a delay. */
export interface NewPage {
  readonly userId: string;
  readonly contactMethodId: string;
  readonly type: ChannelType;
  readonly address: string;
  readonly delaySeconds: number;
  readonly round: number;
  readonly step: number;
  readonly reason: string;
  /** The request for help that it carries; left out for the pages of an escalation. */
  readonly responderRequestId?: string;
}

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
  readonly isDue: boolean;
  /** Milliseconds until it is due; null when it is not due at all. */
  readonly dueInMs: number | null;
  /** Since the first attempt; 0 where there was none. */
  readonly ageSeconds: number;
  /** Whether its contact method is still verified and on. */
  readonly methodIsUsable: boolean;
  /** Made before somebody acknowledged, and then escalated: whoever it was for has been told or has answered. */
  readonly isOutdated: boolean;
  readonly timeZone: string;
}

/** Pages: rows with a deadline and a fence, as escalations are. */
@Injectable()
export class PageStore {
  /** Writes pages with their reply codes; gives the wake-ups to set after the commit. */
  async create(
    manager: EntityManager,
    incidentId: string,
    pages: readonly NewPage[],
  ): Promise<{ ids: string[]; wakeUps: WakeUp[] }> {
    if (pages.length === 0) return { ids: [], wakeUps: [] };
    const codes = await this.replyCodes(
      manager,
      incidentId,
      pages.map((page) => page.address),
    );
    const ids = pages.map(() => newId());
    await manager.query(
      `INSERT INTO pages (id, incident_id, user_id, contact_method_id, type, address, round, step, reason, status, reply_code, due_at,
         responder_request_id)
       SELECT id, $1, user_id, contact_method_id, type, address, round, step, reason, 'waiting', reply_code,
              rouse_now() + delay_seconds * interval '1 second', responder_request_id
       FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::int[], $9::text[], $10::text[], $11::int[], $12::uuid[])
         AS page (id, user_id, contact_method_id, type, address, round, step, reason, reply_code, delay_seconds, responder_request_id)`,
      [
        incidentId,
        ids,
        pages.map((page) => page.userId),
        pages.map((page) => page.contactMethodId),
        pages.map((page) => page.type),
        pages.map((page) => page.address),
        pages.map((page) => page.round),
        pages.map((page) => page.step),
        pages.map((page) => page.reason),
        pages.map((page) => codes.get(page.address)),
        pages.map((page) => page.delaySeconds),
        pages.map((page) => page.responderRequestId ?? null),
      ],
    );
    return {
      ids,
      wakeUps: ids.map((id, place) => deliverPage(id, 1, (pages[place]?.delaySeconds ?? 0) * 1000)),
    };
  }

  /**
   * The code of this incident on each of these phones: the one that it has there, or a new one that no open page of
   * the phone has. Phones are locked in order, so that two incidents at once neither take one code nor wait for each
   * other; the pages are read by a statement of its own, which sees what was committed before the locks were had.
   */
  private async replyCodes(
    manager: EntityManager,
    incidentId: string,
    addresses: readonly string[],
  ): Promise<Map<string, string>> {
    const phones = [...new Set(addresses)].sort();
    await manager.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('reply-code:' || phone, 0)) FROM unnest($1::text[]) AS phone`,
      [phones],
    );
    const open = await manager.query<{ address: string; code: string; ours: boolean }[]>(
      `SELECT DISTINCT page.address, page.reply_code AS code, page.incident_id = $2 AS ours
       FROM pages page JOIN incidents incident ON incident.id = page.incident_id
       WHERE page.address = ANY($1::text[]) AND (incident.status <> 'resolved' OR incident.id = $2)`,
      [phones, incidentId],
    );
    return new Map(
      phones.map((phone) => {
        const here = open.filter((each) => each.address === phone);
        const ours = here.find((each) => each.ours);
        return [phone, ours?.code ?? chooseReplyCode(new Set(here.map((each) => each.code)), Math.random)];
      }),
    );
  }

  /** Reads and locks a page. Lock its incident before. */
  async lock(manager: EntityManager, pageId: string): Promise<LockedPage | null> {
    const [page] = await manager.query<LockedPage[]>(
      `SELECT page.id, page.incident_id AS "incidentId", page.user_id AS "userId",
              page.contact_method_id AS "contactMethodId", page.type, page.address, page.round, page.step, page.reason,
              page.status, page.reply_code AS "replyCode", page.attempt_count AS "attemptCount", page.fence,
              coalesce(page.due_at <= rouse_now(), false) AS "isDue",
              (extract(epoch FROM page.due_at - rouse_now()) * 1000)::float8 AS "dueInMs",
              coalesce(extract(epoch FROM rouse_now() - (
                SELECT min(created_at) FROM attempts WHERE page_id = page.id)), 0)::float8 AS "ageSeconds",
              (method.verified_at IS NOT NULL AND method.disabled_at IS NULL) AS "methodIsUsable",
              page.created_at < escalation.started_at AS "isOutdated",
              person.time_zone AS "timeZone"
       FROM pages page JOIN users person ON person.id = page.user_id
       JOIN contact_methods method ON method.id = page.contact_method_id
       JOIN escalations escalation ON escalation.incident_id = page.incident_id
       WHERE page.id = $1 FOR UPDATE OF page`,
      [pageId],
    );
    return page ?? null;
  }

  /** Writes a page's state and when it wants attention again; gives the new fence. */
  async save(
    manager: EntityManager,
    pageId: string,
    status: PageStatus,
    dueInSeconds: number | null,
  ): Promise<number> {
    const [rows] = await manager.query<[{ fence: number }[], number]>(
      `UPDATE pages SET status = $2, due_at = rouse_now() + $3::float8 * interval '1 second', fence = fence + 1
       WHERE id = $1 RETURNING fence`,
      [pageId, status, dueInSeconds],
    );
    const fence = rows[0]?.fence;
    if (fence === undefined) throw new Error(`Page ${pageId} is gone`);
    return fence;
  }

  /** Writes an attempt before its call is made (promise 4); the page is `calling` until the lease is over. */
  async beginAttempt(
    manager: EntityManager,
    page: LockedPage,
    provider: string,
    leaseSeconds: number,
  ): Promise<{ attemptId: string; fence: number }> {
    const attemptId = newId();
    const [rows] = await manager.query<[{ fence: number }[], number]>(
      `WITH attempt AS (
         INSERT INTO attempts (id, page_id, number, provider, status) VALUES ($1, $2, $3, $4, 'calling'))
       UPDATE pages SET status = 'calling', due_at = rouse_now() + $5::float8 * interval '1 second',
         fence = fence + 1, attempt_count = attempt_count + 1
       WHERE id = $2 RETURNING fence`,
      [attemptId, page.id, page.attemptCount + 1, provider, leaseSeconds],
    );
    const fence = rows[0]?.fence;
    if (fence === undefined) throw new Error(`Page ${page.id} is gone`);
    return { attemptId, fence };
  }

  /** Writes how an attempt stands. */
  async saveAttempt(
    manager: EntityManager,
    attemptId: string,
    end: {
      status: AttemptStatus;
      providerId?: string | null;
      errorCode?: string | null;
      error?: string | null;
    },
  ): Promise<void> {
    await manager.query(
      `UPDATE attempts SET status = $2, provider_id = coalesce($3, provider_id), error_code = coalesce($4, error_code),
         error = coalesce($5, error), finished_at = rouse_now()
       WHERE id = $1`,
      [attemptId, end.status, end.providerId ?? null, end.errorCode ?? null, end.error ?? null],
    );
  }

  /**
   * Writes down late that the provider took an attempt.
   * @returns false where somebody has found out already, for this attempt or for another
   */
  async claimProviderId(manager: EntityManager, attemptId: string, providerId: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE attempts SET status = 'sent', provider_id = $2, finished_at = rouse_now()
       WHERE id = $1 AND provider_id IS NULL AND NOT EXISTS (
         SELECT 1 FROM attempts other WHERE other.provider = attempts.provider AND other.provider_id = $2)
       RETURNING id`,
      [attemptId, providerId],
    );
    return rows.length > 0;
  }

  /** The last attempt of a page, for a look-up of what became of it. */
  async lastAttempt(
    manager: EntityManager,
    pageId: string,
  ): Promise<{ id: string; number: number; createdAt: Date } | null> {
    const [row] = await manager.query<{ id: string; number: number; createdAt: Date }[]>(
      `SELECT id, number, created_at AS "createdAt" FROM attempts WHERE page_id = $1 ORDER BY number DESC LIMIT 1`,
      [pageId],
    );
    return row ?? null;
  }

  /** The same person's other pages about the incident, by how far along they are. */
  async others(manager: EntityManager, page: LockedPage): Promise<OtherPages> {
    const [row] = await manager.query<OtherPages[]>(
      `SELECT count(*) FILTER (WHERE status = 'waiting' AND attempt_count = 0)::int AS waiting,
              count(*) FILTER (WHERE status IN ('calling', 'sent', 'delivered'))::int AS "underWay"
       FROM pages WHERE incident_id = $1 AND user_id = $2 AND id <> $3 AND round = $4`,
      [page.incidentId, page.userId, page.id, page.round],
    );
    return row ?? { waiting: 0, underWay: 0 };
  }

  /**
   * Makes the person's next channel due now: the first page of the same step that nobody has tried yet. One that was
   * tried waits for a provider that is busy, and is not hurried. Null when there is none.
   */
  async hurryNext(manager: EntityManager, page: LockedPage): Promise<{ id: string; wakeUp: WakeUp } | null> {
    const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
      `UPDATE pages SET due_at = least(due_at, rouse_now()), fence = fence + 1
       WHERE id = (SELECT id FROM pages
                   WHERE incident_id = $1 AND user_id = $2 AND id <> $3 AND status = 'waiting'
                     AND attempt_count = 0 AND round = $4 AND step = $5
                   ORDER BY due_at, id LIMIT 1)
       RETURNING id, fence`,
      [page.incidentId, page.userId, page.id, page.round, page.step],
    );
    const next = rows[0];
    return next ? { id: next.id, wakeUp: deliverPage(next.id, next.fence, 0) } : null;
  }

  /** Whether every page of this round and step has failed: then nobody of the step can be reached. */
  async nobodyReached(manager: EntityManager, page: LockedPage): Promise<boolean> {
    const [row] = await manager.query<{ alive: number }[]>(
      `SELECT count(*)::int AS alive FROM pages
       WHERE incident_id = $1 AND round = $2 AND step = $3 AND status NOT IN ('failed', 'cancelled')`,
      [page.incidentId, page.round, page.step],
    );
    return row?.alive === 0;
  }

  /** Claims overdue pages for the sweeper, by lease, as `RunningEscalations.claimOverdue` does. */
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
         ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, fence`,
      [limit, graceMs, leaseMs],
    );
    return rows;
  }
}
