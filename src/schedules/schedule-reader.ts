import type { EntityManager } from 'typeorm';
import type { PageQuery } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import type { AbsenceDefinition, OverrideDefinition } from './rendering/schedule-definition.js';
import type { LayerView } from './schedule-view.js';
import type { ScheduleWindow } from './schedule-window.js';

/** A schedule as it is stored, with its layers in order. */
export interface StoredSchedule {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly teamId: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly layers: LayerView[];
}

const SELECT_SCHEDULES = `
SELECT s.id, s.name, s.time_zone AS "timeZone", s.team_id AS "teamId", s.version,
  s.created_at AS "createdAt", s.updated_at AS "updatedAt",
  (SELECT json_agg(json_build_object(
      'id', l.id, 'name', l.name,
      'participants', (SELECT json_agg(p.user_id ORDER BY p.position)
                       FROM schedule_participants p WHERE p.layer_id = l.id),
      'startsAt', l.starts_at, 'endsAt', l.ends_at, 'handoff', l.handoff, 'shiftDuration', l.shift_duration,
      'restrictions', l.restrictions, 'onAbsence', l.on_absence) ORDER BY l.position)
   FROM schedule_layers l WHERE l.schedule_id = s.id) AS layers
FROM schedules s`;

/** One page of schedules in the order of their making, one row more than the limit where there is more. One query. */
export function readSchedulePage(
  manager: EntityManager,
  { limit, cursor }: PageQuery,
): Promise<StoredSchedule[]> {
  return manager.query<StoredSchedule[]>(
    `${SELECT_SCHEDULES} WHERE s.archived_at IS NULL AND ($1::uuid IS NULL OR s.id > $1::uuid)
     ORDER BY s.id LIMIT $2`,
    [cursor ?? null, limit + 1],
  );
}

/** Null where there is none, also for one that is archived. */
export async function findSchedule(manager: EntityManager, id: string): Promise<StoredSchedule | null> {
  const [schedule] = await manager.query<StoredSchedule[]>(
    `${SELECT_SCHEDULES} WHERE s.id = $1 AND s.archived_at IS NULL`,
    [id],
  );
  return schedule ?? null;
}

/** @throws Problem 404, also for one that is archived */
export async function readSchedule(manager: EntityManager, id: string): Promise<StoredSchedule> {
  const schedule = await findSchedule(manager, id);
  if (!schedule) throw notFound('schedule');
  return schedule;
}

/**
 * As `readSchedule`, and nobody else changes the schedule until the transaction ends.
 * @param forArchiving keeps others from beginning to refer to it, too
 * @throws Problem 404
 */
export async function lockSchedule(
  manager: EntityManager,
  id: string,
  { forArchiving = false }: { forArchiving?: boolean } = {},
): Promise<StoredSchedule> {
  await manager.query(
    `SELECT FROM schedules WHERE id = $1 ${forArchiving ? 'FOR UPDATE' : 'FOR NO KEY UPDATE'}`,
    [id],
  );
  // Read after the lock is held: what another has just committed is in it.
  return readSchedule(manager, id);
}

/** The overrides of a schedule that touch a window, in the order of their making, as they stand now. */
export function readOverrides(
  manager: EntityManager,
  scheduleId: string,
  { from, to }: ScheduleWindow,
): Promise<OverrideDefinition[]> {
  return manager.query<OverrideDefinition[]>(
    `SELECT id, starts_at AS start, ends_at AS end, user_id AS "userId", replaces FROM overrides
     WHERE schedule_id = $1 AND deleted_at IS NULL AND ends_at > $2 AND starts_at < $3 ORDER BY made_order`,
    [scheduleId, from, to],
  );
}

/** When these people are away within a window, as it stands now. */
export function readAbsences(
  manager: EntityManager,
  userIds: readonly string[],
  { from, to }: ScheduleWindow,
): Promise<AbsenceDefinition[]> {
  return manager.query<AbsenceDefinition[]>(
    `SELECT user_id AS "userId", starts_at AS start, least(ends_at, withdrawn_at) AS end FROM absences
     WHERE user_id = ANY ($1::uuid[]) AND least(ends_at, withdrawn_at) > greatest(starts_at, $2) AND starts_at < $3`,
    [userIds, from, to],
  );
}
