import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NoticeKind } from '../../people/notices.js';
import type { NoticeAttempt, NoticeAttemptStatus, NoticeEnd, NoticeMethod } from './notice-decision.js';

/** A notice that this worker has claimed, and may work on until its lease is over. */
export interface ClaimedNotice {
  readonly id: string;
  readonly fence: number;
}

/** A claimed notice, locked, with what there is to decide by. */
export interface DueNotice extends ClaimedNotice {
  readonly userId: string;
  readonly kind: string;
  readonly text: string;
  readonly isExpired: boolean;
  /** A call comes first, not last. */
  readonly ringsFirst: boolean;
  readonly attempts: readonly NoticeAttempt[];
  readonly methods: readonly NoticeMethod[];
}

/** Pages are held until somebody decides: that wakes people, so it rings before anything else is tried. */
const RINGS_FIRST: readonly NoticeKind[] = ['restore.undecided'];
/** And whom no page reaches any more is told of it by a call, where nothing else is left. */
const MAY_RING: readonly NoticeKind[] = ['contact-method.stopped', ...RINGS_FIRST];

/** The outbox as the sender sees it. Everything about time is decided by the database's clock. */
@Injectable()
export class NoticeStore {
  /** Claims what is due; nobody else gets it until the lease is over, and then under another fence. */
  async claim(manager: EntityManager, limit: number, leaseSeconds: number): Promise<ClaimedNotice[]> {
    const [rows] = await manager.query<[ClaimedNotice[], number]>(
      `UPDATE notices SET due_at = rouse_now() + make_interval(secs => $2), fence = fence + 1
        WHERE id IN (SELECT id FROM notices WHERE due_at <= rouse_now()
                      ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, fence`,
      [limit, leaseSeconds],
    );
    return rows;
  }

  /** Locks a claimed notice; null where somebody else has taken it up since. */
  async lock(manager: EntityManager, { id, fence }: ClaimedNotice): Promise<DueNotice | null> {
    const [row] = await manager.query<DueNotice[]>(
      `SELECT notice.id, notice.fence, notice.user_id AS "userId", notice.kind, notice.text,
              coalesce(notice.expires_at <= rouse_now(), false) AS "isExpired",
              notice.kind = ANY ($4::text[]) AS "ringsFirst",
              coalesce((SELECT json_agg(json_build_object('contactMethodId', contact_method_id, 'status', status))
                          FROM notice_attempts WHERE notice_id = notice.id), '[]') AS attempts,
              coalesce((SELECT json_agg(json_build_object('id', id, 'type', type, 'address', address))
                          FROM contact_methods
                         WHERE user_id = notice.user_id AND (type <> 'voice' OR notice.kind = ANY ($3::text[]))
                           AND address IS DISTINCT FROM notice.not_to
                           AND verified_at IS NOT NULL AND disabled_at IS NULL), '[]') AS methods
         FROM notices notice
        WHERE notice.id = $1 AND notice.fence = $2 AND notice.due_at IS NOT NULL
          FOR UPDATE OF notice`,
      [id, fence, MAY_RING, RINGS_FIRST],
    );
    return row ?? null;
  }

  /** Writes a try before the provider is called. @returns its number, 1 for the first */
  async beginAttempt(
    manager: EntityManager,
    noticeId: string,
    contactMethodId: string,
    provider: string,
  ): Promise<number> {
    const [row] = await manager.query<{ number: number }[]>(
      `INSERT INTO notice_attempts (notice_id, number, contact_method_id, provider, status)
       SELECT $1, coalesce(max(number), 0) + 1, $2, $3, 'calling' FROM notice_attempts WHERE notice_id = $1
       RETURNING number`,
      [noticeId, contactMethodId, provider],
    );
    if (!row) throw new Error(`The attempt of notice ${noticeId} was not written`);
    return row.number;
  }

  /** Writes how a try ended. */
  async endAttempt(
    manager: EntityManager,
    noticeId: string,
    number: number,
    end: {
      readonly status: NoticeAttemptStatus;
      readonly providerId: string | null;
      readonly error: string | null;
    },
  ): Promise<void> {
    await manager.query(
      `UPDATE notice_attempts SET status = $3, provider_id = $4, error = $5, finished_at = rouse_now()
        WHERE notice_id = $1 AND number = $2`,
      [noticeId, number, end.status, end.providerId, end.error],
    );
  }

  /** Makes a claimed notice due again; nothing where somebody else has taken it up since. */
  async tryAgain(manager: EntityManager, { id, fence }: ClaimedNotice, inSeconds: number): Promise<void> {
    await manager.query(
      `UPDATE notices SET due_at = rouse_now() + make_interval(secs => $3)
        WHERE id = $1 AND fence = $2 AND due_at IS NOT NULL`,
      [id, fence, inSeconds],
    );
  }

  /** Ends a notice. What was sent is sent, whoever holds it now; any other end is for the holder to say. */
  async end(manager: EntityManager, { id, fence }: ClaimedNotice, end: NoticeEnd): Promise<void> {
    await manager.query(
      `UPDATE notices SET due_at = NULL, outcome = $3,
              sent_at = CASE WHEN $3 = 'sent' THEN rouse_now() END
        WHERE id = $1 AND (fence = $2 OR $3 = 'sent') AND due_at IS NOT NULL`,
      [id, fence, end],
    );
  }

  /** Removes notices that ended long ago. @returns how many */
  async removeOlderThan(manager: EntityManager, days: number, limit: number): Promise<number> {
    const [, removed] = await manager.query<[unknown[], number]>(
      `DELETE FROM notices WHERE id IN (
         SELECT id FROM notices WHERE due_at IS NULL AND created_at < rouse_now() - make_interval(days => $1)
          ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [days, limit],
    );
    return removed;
  }
}
