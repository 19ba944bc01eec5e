import type { EntityManager } from 'typeorm';
import { SYSTEM } from '../actor.js';
import type { ResponderStatus } from '../lifecycle/responder-lifecycle.js';
import type { TimelineEntry } from '../timeline.js';

/** A request for help as it is stored. */
export interface StoredRequest {
  readonly id: string;
  readonly incidentId: string;
  /** Who is asked; null while whoever is on call in the schedule has not been found yet. */
  readonly userId: string | null;
  readonly scheduleId: string | null;
  readonly requestedBy: string;
  readonly message: string | null;
  readonly status: ResponderStatus;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly pagedAt: Date | null;
  /** When it ends unanswered; null before somebody was paged and once it is over. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

/** The same, locked. */
export interface LockedRequest extends StoredRequest {
  readonly fence: number;
  readonly isDue: boolean;
  /** Milliseconds until it is due; null once it is over. */
  readonly dueInMs: number | null;
}

const COLUMNS = `id, incident_id AS "incidentId", user_id AS "userId", schedule_id AS "scheduleId",
  requested_by AS "requestedBy", message, status, answered_by AS "answeredBy", answered_at AS "answeredAt",
  paged_at AS "pagedAt", CASE WHEN paged_at IS NOT NULL THEN due_at END AS "expiresAt", created_at AS "createdAt"`;

/** Writes a request, due at once: whoever is asked is paged then. */
export async function insertRequest(
  manager: EntityManager,
  request: Pick<StoredRequest, 'id' | 'incidentId' | 'userId' | 'scheduleId' | 'requestedBy' | 'message'>,
): Promise<void> {
  await manager.query(
    `INSERT INTO responder_requests (id, incident_id, user_id, schedule_id, requested_by, message, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, rouse_now())`,
    [
      request.id,
      request.incidentId,
      request.userId,
      request.scheduleId,
      request.requestedBy,
      request.message,
    ],
  );
}

/** The incident's id of a request, by which the incident is locked before the request is. */
export async function incidentOfRequest(manager: EntityManager, id: string): Promise<string | null> {
  const [row] = await manager.query<{ incidentId: string }[]>(
    `SELECT incident_id AS "incidentId" FROM responder_requests WHERE id = $1`,
    [id],
  );
  return row?.incidentId ?? null;
}

/** Reads and locks one. Lock its incident before. */
export async function lockRequest(manager: EntityManager, id: string): Promise<LockedRequest | null> {
  const [row] = await manager.query<LockedRequest[]>(
    `SELECT ${COLUMNS}, fence, coalesce(due_at <= rouse_now(), false) AS "isDue",
            (extract(epoch FROM due_at - rouse_now()) * 1000)::float8 AS "dueInMs"
     FROM responder_requests WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row ?? null;
}

/** Whether this person is asked to help with the incident already, and has not answered. */
export async function isAsked(
  manager: EntityManager,
  incidentId: string,
  userId: string,
  otherThan: string | null = null,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM responder_requests
     WHERE incident_id = $1 AND user_id = $2 AND status = 'pending' AND id IS DISTINCT FROM $3`,
    [incidentId, userId, otherThan],
  );
  return rows.length > 0;
}

/** Whoever is asked has been paged, and has so long to answer. Gives the new fence. */
export async function savePaged(
  manager: EntityManager,
  id: string,
  userId: string,
  answerWithinSeconds: number,
): Promise<number> {
  const [rows] = await manager.query<[{ fence: number }[], number]>(
    `UPDATE responder_requests SET user_id = $2, paged_at = rouse_now(), fence = fence + 1,
       due_at = rouse_now() + $3::int * interval '1 second'
     WHERE id = $1 RETURNING fence`,
    [id, userId, answerWithinSeconds],
  );
  const fence = rows[0]?.fence;
  if (fence === undefined) throw new Error(`Responder request ${id} is gone`);
  return fence;
}

/** How it ended, and by whom; null where nobody answered. */
export async function saveEnd(
  manager: EntityManager,
  id: string,
  status: Exclude<ResponderStatus, 'pending'>,
  answeredBy: string | null,
): Promise<void> {
  await manager.query(
    `UPDATE responder_requests SET status = $2, answered_by = $3, due_at = NULL, fence = fence + 1,
       answered_at = CASE WHEN $3::uuid IS NOT NULL THEN rouse_now() END
     WHERE id = $1`,
    [id, status, answeredBy],
  );
}

/** Ends what nobody has answered, of an incident that is over. Gives the entries for its timeline. */
export function cancelPendingRequests(
  manager: EntityManager,
  incidentId: string,
  reason: string,
): Promise<TimelineEntry[]> {
  return cancelAllPendingRequests(manager, [incidentId], reason);
}

/** The same for many incidents, in one statement. */
export async function cancelAllPendingRequests(
  manager: EntityManager,
  incidentIds: readonly string[],
  reason: string,
): Promise<TimelineEntry[]> {
  if (incidentIds.length === 0) return [];
  const [rows] = await manager.query<[{ id: string; incidentId: string; userId: string | null }[], number]>(
    `UPDATE responder_requests SET status = 'cancelled', due_at = NULL, fence = fence + 1
     WHERE incident_id = ANY($1::uuid[]) AND status = 'pending'
     RETURNING id, incident_id AS "incidentId", user_id AS "userId"`,
    [incidentIds],
  );
  return rows.map(({ id, incidentId, userId }) => ({
    incidentId,
    kind: 'responder.cancelled',
    actor: SYSTEM,
    reason,
    details: { responderRequestId: id, userId },
  }));
}

/** Newest first. */
export function readRequests(
  manager: EntityManager,
  incidentId: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<StoredRequest[]> {
  return manager.query<StoredRequest[]>(
    `SELECT ${COLUMNS} FROM responder_requests
     WHERE incident_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [incidentId, page.cursor ?? null, page.limit + 1],
  );
}

/** A request as whoever is asked sees it. */
export interface AskedRequest extends StoredRequest {
  readonly incidentNumber: number;
  readonly incidentTitle: string;
}

/** Enough for anybody; who is asked more often at once answers the newest first. */
const MOST_ASKED = 50;

/** What waits for this person's answer, newest first. */
export function readAsked(manager: EntityManager, userId: string): Promise<AskedRequest[]> {
  return manager.query<AskedRequest[]>(
    `SELECT request.*, incident.number::int AS "incidentNumber", incident.title AS "incidentTitle"
       FROM (SELECT ${COLUMNS} FROM responder_requests WHERE user_id = $1 AND status = 'pending'
              ORDER BY id DESC LIMIT $2) request
       JOIN incidents incident ON incident.id = request."incidentId"
      ORDER BY request.id DESC`,
    [userId, MOST_ASKED],
  );
}

/** Claims what is overdue, for the sweeper, as `RunningEscalations.claimOverdue` does. */
export async function claimOverdueRequests(
  manager: EntityManager,
  limit: number,
  graceMs: number,
  leaseMs: number,
): Promise<{ id: string; fence: number }[]> {
  const [rows] = await manager.query<[{ id: string; fence: number }[], number]>(
    `UPDATE responder_requests SET due_at = rouse_now() + $3 * interval '1 millisecond', fence = fence + 1
     WHERE id IN (
       SELECT id FROM responder_requests WHERE due_at <= rouse_now() - $2 * interval '1 millisecond'
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING id, fence`,
    [limit, graceMs, leaseMs],
  );
  return rows;
}
