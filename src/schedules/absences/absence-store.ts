import type { EntityManager } from 'typeorm';
import type { AbsenceInput, AbsencePageQuery, AbsenceView } from './absence-schema.js';

/** An absence as it is stored. */
export interface StoredAbsence {
  readonly id: string;
  readonly userId: string;
  readonly start: Date;
  /** As it was told; `withdrawnAt` may have ended it before. */
  readonly plannedEnd: Date;
  readonly withdrawnAt: Date | null;
  readonly reason: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

const COLUMNS = `id, user_id AS "userId", starts_at AS start, ends_at AS "plannedEnd",
  withdrawn_at AS "withdrawnAt", reason, created_by AS "createdBy", created_at AS "createdAt"`;

/** Those that were taken back before they began never were. */
const WAS = '(withdrawn_at IS NULL OR withdrawn_at > starts_at)';

export async function insertAbsence(
  manager: EntityManager,
  absence: AbsenceInput & { id: string; userId: string; createdBy: string; createdAt: Date },
): Promise<void> {
  const { id, userId, start, end, reason, createdBy, createdAt } = absence;
  await manager.query(
    `INSERT INTO absences (id, user_id, starts_at, ends_at, reason, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, userId, start, end, reason, createdBy, createdAt],
  );
}

/** @param forChange makes those who change it take turns until the transaction ends */
export async function findAbsence(
  manager: EntityManager,
  id: string,
  { forChange = false }: { forChange?: boolean } = {},
): Promise<StoredAbsence | null> {
  const [row] = await manager.query<StoredAbsence[]>(
    `SELECT ${COLUMNS} FROM absences WHERE id = $1 AND ${WAS} ${forChange ? 'FOR UPDATE' : ''}`,
    [id],
  );
  return row ?? null;
}

/** One that already covers all of this time. */
export async function findAbsenceAround(
  manager: EntityManager,
  userId: string,
  { start, end }: { readonly start: Date; readonly end: Date },
): Promise<StoredAbsence | null> {
  const [row] = await manager.query<StoredAbsence[]>(
    `SELECT ${COLUMNS} FROM absences
     WHERE user_id = $1 AND starts_at <= $2 AND ends_at >= $3 AND withdrawn_at IS NULL LIMIT 1`,
    [userId, start, end],
  );
  return row ?? null;
}

/** Those that touch the time asked for, in the order of their making; one row more than the limit where there is more. */
export function readAbsencePage(
  manager: EntityManager,
  userId: string,
  { limit, cursor, from, to }: AbsencePageQuery,
): Promise<StoredAbsence[]> {
  return manager.query<StoredAbsence[]>(
    `SELECT ${COLUMNS} FROM absences
     WHERE user_id = $1 AND ${WAS} AND ($2::uuid IS NULL OR id > $2)
       AND ($3::timestamptz IS NULL OR least(ends_at, withdrawn_at) > $3)
       AND ($4::timestamptz IS NULL OR starts_at < $4)
     ORDER BY id LIMIT $5`,
    [userId, cursor ?? null, from ?? null, to ?? null, limit + 1],
  );
}

export async function withdrawAbsence(manager: EntityManager, id: string, at: Date): Promise<void> {
  await manager.query('UPDATE absences SET withdrawn_at = $2 WHERE id = $1', [id, at]);
}

/** When it really ends. */
export function endOf({ plannedEnd, withdrawnAt }: StoredAbsence): Date {
  return withdrawnAt !== null && withdrawnAt < plannedEnd ? withdrawnAt : plannedEnd;
}

export function toAbsenceView(absence: StoredAbsence): AbsenceView {
  const { id, userId, start, reason, createdBy, createdAt } = absence;
  return {
    id,
    userId,
    start: start.toISOString(),
    end: endOf(absence).toISOString(),
    reason,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}
