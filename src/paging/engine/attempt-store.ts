import type { EntityManager } from 'typeorm';
import type { Write } from '../../platform/database/several-writes.js';
import type { AttemptStatus } from '../delivery/delivery-decision.js';
import { RINGING_SECONDS } from '../delivery/message-plan.js';
import { MINUTE_SECONDS } from '../delivery/message-slots.js';

/** A call that was picked up keeps its number busy for so long at most. Seconds. */
const LONGEST_CALL_SECONDS = 205;

/** An attempt to be written before its call is made (promise 4). */
export interface NewAttempt {
  readonly id: string;
  readonly pageId: string;
  readonly number: number;
  readonly provider: string;
  readonly leadAttemptId: string | null;
  readonly userId: string;
  /** The number that the call keeps busy; null for a message. */
  readonly line: string | null;
}

/** The rows of new attempts, to be written together with others; nothing where there are none. */
export function writeOfAttempts(attempts: readonly NewAttempt[]): Write[] {
  if (attempts.length === 0) return [];
  return [
    {
      text: `INSERT INTO attempts (id, page_id, number, provider, lead_attempt_id, user_id, line, status)
       SELECT id, page_id, number, provider, lead_attempt_id, user_id, line, 'calling'
       FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
         AS attempt (id, page_id, number, provider, lead_attempt_id, user_id, line)`,
      values: [
        attempts.map((attempt) => attempt.id),
        attempts.map((attempt) => attempt.pageId),
        attempts.map((attempt) => attempt.number),
        attempts.map((attempt) => attempt.provider),
        attempts.map((attempt) => attempt.leadAttemptId),
        attempts.map((attempt) => attempt.userId),
        attempts.map((attempt) => attempt.line),
      ],
    },
  ];
}

/** How an attempt stands now. What is left out stays as it is. */
export interface AttemptEnd {
  readonly attemptId: string;
  readonly providerId?: string | null;
  readonly errorCode?: string | null;
  readonly error?: string | null;
}

/** Writes how attempts stand, in one statement. A call that failed or was not answered keeps no number busy any more. */
export async function saveAttempts(
  manager: EntityManager,
  ends: readonly (AttemptEnd & { readonly status: AttemptStatus })[],
): Promise<void> {
  if (ends.length === 0) return;
  await manager.query(
    `UPDATE attempts SET status = ended.status, provider_id = coalesce(ended.provider_id, attempts.provider_id),
       error_code = coalesce(ended.error_code, attempts.error_code), error = coalesce(ended.error, attempts.error),
       finished_at = rouse_now(), line = CASE WHEN ended.status NOT IN ('failed', 'unanswered') THEN attempts.line END
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
       AS ended (id, status, provider_id, error_code, error)
     WHERE attempts.id = ended.id`,
    [
      ends.map((end) => end.attemptId),
      ends.map((end) => end.status),
      ends.map((end) => end.providerId ?? null),
      ends.map((end) => end.errorCode ?? null),
      ends.map((end) => end.error ?? null),
    ],
  );
}

/**
 * Writes down late that the provider took an attempt.
 * @returns false where somebody has found out already, for this attempt or for another
 */
export async function claimProviderId(
  manager: EntityManager,
  attemptId: string,
  providerId: string,
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE attempts SET status = 'sent', provider_id = $2, finished_at = rouse_now()
     WHERE id = $1 AND provider_id IS NULL AND NOT EXISTS (
       SELECT 1 FROM attempts other WHERE other.provider = attempts.provider AND other.provider_id = $2)
     RETURNING id`,
    [attemptId, providerId],
  );
  return rows.length > 0;
}

/** The last attempt of a page. */
export interface LastAttempt {
  readonly pageId: string;
  readonly id: string;
  readonly number: number;
  /** Of the message that it belongs to: its own id where it leads. */
  readonly messageId: string;
  readonly createdAt: Date;
}

/** By the page's id, for look-ups of what became of them. */
export async function lastAttempts(
  manager: EntityManager,
  pageIds: readonly string[],
): Promise<Map<string, LastAttempt>> {
  if (pageIds.length === 0) return new Map();
  const rows = await manager.query<LastAttempt[]>(
    `SELECT DISTINCT ON (page_id) page_id AS "pageId", id, number, created_at AS "createdAt",
       coalesce(lead_attempt_id, id) AS "messageId"
     FROM attempts WHERE page_id = ANY($1::uuid[]) ORDER BY page_id, number DESC`,
    [pageIds],
  );
  return new Map(rows.map((row) => [row.pageId, row]));
}

/** The attempts of one message, by its lead's id. */
export function attemptsOfMessage(
  manager: EntityManager,
  messageId: string,
): Promise<{ id: string; pageId: string; incidentId: string }[]> {
  return manager.query<{ id: string; pageId: string; incidentId: string }[]>(
    `SELECT attempt.id, page.id AS "pageId", page.incident_id AS "incidentId"
     FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
     WHERE attempt.id = $1 OR attempt.lead_attempt_id = $1`,
    [messageId],
  );
}

/**
 * When messages went to these people in the last minute, by person. One that the provider certainly did not take is
 * not among them.
 */
export async function recentMessages(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, Date[]>> {
  const rows = await manager.query<{ userId: string; at: Date }[]>(
    `SELECT user_id AS "userId", created_at AS at FROM attempts
     WHERE user_id = ANY($1::uuid[]) AND lead_attempt_id IS NULL
       AND created_at > rouse_now() - $2 * interval '1 second' AND (status <> 'failed' OR provider_id IS NOT NULL)`,
    [userIds, MINUTE_SECONDS],
  );
  const recent = new Map<string, Date[]>();
  for (const { userId, at } of rows) recent.set(userId, [...(recent.get(userId) ?? []), at]);
  return recent;
}

/** Of these numbers those that a call keeps busy, and until when at the latest. */
export async function busyLines(
  manager: EntityManager,
  numbers: readonly string[],
): Promise<Map<string, Date>> {
  if (numbers.length === 0) return new Map();
  const rows = await manager.query<{ line: string; until: Date }[]>(
    `SELECT line, max(until) AS until FROM (
       SELECT line, created_at + interval '1 second' * CASE status WHEN 'delivered' THEN $2::int ELSE $3::int END AS until
       FROM attempts WHERE line = ANY($1::text[])) calls
     WHERE until > rouse_now() GROUP BY line`,
    [numbers, LONGEST_CALL_SECONDS, RINGING_SECONDS],
  );
  return new Map(rows.map((row) => [row.line, row.until]));
}

/** A call is over: gives the number that is free now, where it is known. */
export async function endCall(manager: EntityManager, attemptId: string): Promise<string[]> {
  const rows = await manager.query<{ line: string }[]>(
    'SELECT line FROM attempts WHERE id = $1 AND line IS NOT NULL FOR UPDATE',
    [attemptId],
  );
  if (rows.length > 0) await manager.query('UPDATE attempts SET line = NULL WHERE id = $1', [attemptId]);
  return rows.map((row) => row.line);
}
