import type { EntityManager } from 'typeorm';
import { notFound } from '../../platform/http/problem.js';
import type { Exchange, Stretch } from './exchange.js';
import type { SwapKind, SwapStatus } from './swap-lifecycle.js';
import type { SwapView } from './swap-schema.js';

/** A request as it is stored. */
export interface StoredSwap extends Exchange {
  readonly id: string;
  readonly scheduleId: string;
  readonly kind: SwapKind;
  readonly status: SwapStatus;
  readonly withUserId: string | null;
  readonly message: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  readonly expiresAt: Date;
  /** When it wants attention next; null when it is closed. */
  readonly dueAt: Date | null;
  readonly createdAt: Date;
  readonly declinedBy: readonly string[];
  readonly overrideIds: readonly string[];
}

type SwapRow = Omit<StoredSwap, 'give' | 'take'> & {
  giveStart: Date;
  giveEnd: Date;
  takeStart: Date | null;
  takeEnd: Date | null;
};

/** What is not written down yet is told all the same: past its end a request is expired. */
const STATUS = `CASE WHEN swap.status = 'open' AND swap.expires_at <= rouse_now() THEN 'expired' ELSE swap.status END`;

const columns = (status: string): string => `
  swap.id, swap.schedule_id AS "scheduleId", swap.kind, ${status} AS status, swap.from_user_id AS "giverId",
  swap.with_user_id AS "withUserId", swap.give_start AS "giveStart", swap.give_end AS "giveEnd",
  swap.take_start AS "takeStart", swap.take_end AS "takeEnd", swap.message, swap.answered_by AS "answeredBy",
  swap.answered_at AS "answeredAt", swap.expires_at AS "expiresAt", swap.due_at AS "dueAt",
  swap.created_at AS "createdAt",
  ARRAY(SELECT invitation.user_id FROM swap_invitations invitation
         WHERE invitation.swap_id = swap.id AND invitation.declined_at IS NOT NULL
         ORDER BY invitation.declined_at, invitation.user_id) AS "declinedBy",
  ARRAY(SELECT override.id FROM overrides override
         WHERE override.swap_id = swap.id AND override.deleted_at IS NULL
         ORDER BY override.made_order) AS "overrideIds"`;

/** Which requests a list shows; what is undefined does not matter. */
export interface SwapFilter {
  readonly scheduleId?: string;
  readonly status?: SwapStatus | undefined;
  /** Made by this person, or they are or were asked. */
  readonly concerns?: string;
}

/** One page in the order of their making, one row more than the limit where there is more. */
export async function readSwapPage(
  manager: EntityManager,
  { scheduleId, status, concerns }: SwapFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<StoredSwap[]> {
  const rows = await manager.query<SwapRow[]>(
    `SELECT ${columns(STATUS)} FROM swaps swap
     WHERE ($1::uuid IS NULL OR swap.schedule_id = $1) AND ($2::text IS NULL OR ${STATUS} = $2)
       AND ($3::uuid IS NULL OR swap.from_user_id = $3 OR swap.answered_by = $3
            OR swap.id IN (SELECT swap_id FROM swap_invitations WHERE user_id = $3))
       AND ($4::uuid IS NULL OR swap.id > $4)
     ORDER BY swap.id LIMIT $5`,
    [scheduleId ?? null, status ?? null, concerns ?? null, cursor ?? null, limit + 1],
  );
  return rows.map(toSwap);
}

/** @throws Problem 404 */
export async function readSwap(manager: EntityManager, id: string): Promise<StoredSwap> {
  const [row] = await manager.query<SwapRow[]>(
    `SELECT ${columns(STATUS)} FROM swaps swap WHERE swap.id = $1`,
    [id],
  );
  if (!row) throw notFound('swap');
  return toSwap(row);
}

/**
 * Locks the schedule of a request as everybody does who changes who is on call there; one that is archived too, since
 * what was asked can still be taken back.
 * @throws Problem 404
 */
export async function lockScheduleOf(manager: EntityManager, swapId: string): Promise<void> {
  const locked = await manager.query<unknown[]>(
    `SELECT 1 FROM schedules WHERE id = (SELECT schedule_id FROM swaps WHERE id = $1) FOR NO KEY UPDATE`,
    [swapId],
  );
  if (locked.length === 0) throw notFound('swap');
}

/** As it is written down, and nobody else answers it until the transaction ends. Lock its schedule before. @throws Problem 404 */
export async function lockSwap(manager: EntityManager, id: string): Promise<StoredSwap> {
  await manager.query('SELECT FROM swaps WHERE id = $1 FOR UPDATE', [id]);
  // Read after the lock is held: what another has just committed is in it.
  const [row] = await manager.query<SwapRow[]>(
    `SELECT ${columns('swap.status')} FROM swaps swap WHERE swap.id = $1`,
    [id],
  );
  if (!row) throw notFound('swap');
  return toSwap(row);
}

/** Locks the open request whose deadline passed longest ago and that no other worker has in hand; null: none. */
export async function claimDueSwap(manager: EntityManager): Promise<StoredSwap | null> {
  const [claimed] = await manager.query<{ id: string }[]>(
    `SELECT id FROM swaps WHERE due_at <= rouse_now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return claimed ? lockSwap(manager, claimed.id) : null;
}

/** The columns of a new request. */
export type NewSwap = Pick<
  StoredSwap,
  'id' | 'scheduleId' | 'kind' | 'withUserId' | 'message' | 'expiresAt'
> &
  Exchange & { readonly dueAt: Date };

export async function insertSwap(manager: EntityManager, swap: NewSwap): Promise<void> {
  const { give, take } = swap;
  await manager.query(
    `INSERT INTO swaps (id, schedule_id, kind, status, from_user_id, with_user_id, give_start, give_end, take_start,
       take_end, message, expires_at, due_at)
     VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[swap.id, swap.scheduleId, swap.kind, swap.giverId, swap.withUserId, give.start, give.end],
      ...[take?.start ?? null, take?.end ?? null, swap.message, swap.expiresAt, swap.dueAt],
    ],
  );
}

/** Writes how a request ended. */
export async function closeSwap(
  manager: EntityManager,
  id: string,
  status: Exclude<SwapStatus, 'open'>,
  answeredBy: string | null,
): Promise<void> {
  await manager.query(
    'UPDATE swaps SET status = $2, answered_by = $3, answered_at = rouse_now(), due_at = NULL WHERE id = $1',
    [id, status, answeredBy],
  );
}

export async function putOff(manager: EntityManager, id: string, dueAt: Date): Promise<void> {
  await manager.query('UPDATE swaps SET due_at = $2 WHERE id = $1', [id, dueAt]);
}

export function toSwapView(swap: StoredSwap): SwapView {
  const { id, scheduleId, kind, status, giverId, withUserId, message, answeredBy, answeredAt } = swap;
  return {
    id,
    scheduleId,
    kind,
    status,
    give: toStretchView(swap.give),
    take: swap.take === null ? null : toStretchView(swap.take),
    fromUserId: giverId,
    withUserId,
    message,
    acceptedBy: status === 'accepted' ? answeredBy : null,
    answeredAt: answeredAt?.toISOString() ?? null,
    declinedBy: [...swap.declinedBy],
    overrideIds: [...swap.overrideIds],
    expiresAt: swap.expiresAt.toISOString(),
    createdAt: swap.createdAt.toISOString(),
  };
}

const toStretchView = ({ start, end }: Stretch): { start: string; end: string } => ({
  start: start.toISOString(),
  end: end.toISOString(),
});

function toSwap({ giveStart, giveEnd, takeStart, takeEnd, ...row }: SwapRow): StoredSwap {
  return {
    ...row,
    give: { start: giveStart, end: giveEnd },
    take: takeStart === null || takeEnd === null ? null : { start: takeStart, end: takeEnd },
  };
}
