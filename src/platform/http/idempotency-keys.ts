import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How long an answer is kept for repetitions of its request. */
const KEPT_FOR = '24 hours';
/** After this long without an answer the process that worked on the request is taken for dead. */
const LOCKED_FOR = '60 seconds';

/** One request under its key: who sends it, and a digest of what is asked. */
export interface KeyedRequest {
  readonly caller: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/** The right to work on a request; `lock` is worthless once somebody else has taken the key over. */
export interface KeyClaim {
  readonly kind: 'claimed';
  readonly lock: string;
}

export type KeyState =
  | KeyClaim
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'answered'; readonly status: number; readonly answer: Buffer };

interface KeyRow {
  readonly isSameRequest: boolean;
  readonly status: number | null;
  readonly answer: Buffer | null;
}

/** What is known under which `Idempotency-Key`: in PostgreSQL, so that it holds across processes. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes the key for a request, or tells what it stands for already. One statement decides: of two requests at
   * once one is told 'claimed'.
   */
  async claim({ caller, key, requestHash }: KeyedRequest): Promise<KeyState> {
    const [claimed] = await this.dataSource.query<{ lock: string }[]>(
      `INSERT INTO idempotency_keys AS held (caller, key, request_hash, locked_until)
       VALUES ($1, $2, $3, rouse_now() + $4::interval)
       ON CONFLICT (caller, key) DO UPDATE
         SET request_hash = excluded.request_hash, locked_until = excluded.locked_until,
             created_at = excluded.created_at, status_code = NULL, answer = NULL
       WHERE held.created_at <= rouse_now() - $5::interval
          OR (held.status_code IS NULL AND held.locked_until <= rouse_now())
       RETURNING locked_until::text AS lock`,
      [caller, key, requestHash, LOCKED_FOR, KEPT_FOR],
    );
    if (claimed) return { kind: 'claimed', lock: claimed.lock };
    const [held] = await this.dataSource.query<KeyRow[]>(
      `SELECT request_hash = $3 AS "isSameRequest", status_code AS status, answer
         FROM idempotency_keys WHERE caller = $1 AND key = $2`,
      [caller, key, requestHash],
    );
    // Given up between the two statements: the caller tries again, as for any request in progress.
    if (!held) return { kind: 'in-progress' };
    if (!held.isSameRequest) return { kind: 'other-request' };
    if (held.status === null || held.answer === null) return { kind: 'in-progress' };
    return { kind: 'answered', status: held.status, answer: held.answer };
  }

  /** Keeps the answer, unless the key was taken over meanwhile. */
  async keep(request: KeyedRequest, claim: KeyClaim, status: number, answer: Buffer): Promise<void> {
    await this.dataSource.query(
      `UPDATE idempotency_keys SET status_code = $4, answer = $5
        WHERE caller = $1 AND key = $2 AND locked_until = $3::timestamptz AND status_code IS NULL`,
      [request.caller, request.key, claim.lock, status, answer],
    );
  }

  /** Frees the key, so that the request can be sent again under it. */
  async release(request: KeyedRequest, claim: KeyClaim): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM idempotency_keys
        WHERE caller = $1 AND key = $2 AND locked_until = $3::timestamptz AND status_code IS NULL`,
      [request.caller, request.key, claim.lock],
    );
  }

  /**
   * Removes keys that are past their time, at most `limit` of them, so that no statement runs long.
   * @returns how many were removed
   */
  async purge(limit: number): Promise<number> {
    const [, removed] = await this.dataSource.query<[unknown[], number]>(
      `DELETE FROM idempotency_keys WHERE ctid IN (
         SELECT ctid FROM idempotency_keys WHERE created_at <= rouse_now() - $1::interval
          ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [KEPT_FOR, limit],
    );
    return removed;
  }
}
