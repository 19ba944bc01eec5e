import type { EntityManager } from 'typeorm';
import type { PageQuery } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import type { OverrideDefinition, ScheduleDefinition } from './rendering/schedule-definition.js';
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
    `${SELECT_SCHEDULES} WHERE $1::uuid IS NULL OR s.id > $1::uuid ORDER BY s.id LIMIT $2`,
    [cursor ?? null, limit + 1],
  );
}

/** The schedules with these ids, in no order; unknown ids are left out. One query. */
export function readSchedules(manager: EntityManager, ids: readonly string[]): Promise<StoredSchedule[]> {
  return manager.query<StoredSchedule[]>(`${SELECT_SCHEDULES} WHERE s.id = ANY ($1::uuid[])`, [ids]);
}

/** @throws Problem 404 */
export async function readSchedule(manager: EntityManager, id: string): Promise<StoredSchedule> {
  const [schedule] = await readSchedules(manager, [id]);
  if (!schedule) throw notFound('schedule');
  return schedule;
}

/** As `readSchedule`, and nobody else changes the schedule until the transaction ends. @throws Problem 404 */
export async function lockSchedule(manager: EntityManager, id: string): Promise<StoredSchedule> {
  await manager.query('SELECT FROM schedules WHERE id = $1 FOR UPDATE', [id]);
  // Read after the lock is held: what another has just committed is in it.
  return readSchedule(manager, id);
}

/**
 * What the renderer needs to know of each schedule within a window: its layers, and only those overrides that
 * touch the window. One query for all of them.
 */
export async function defineSchedules(
  manager: EntityManager,
  schedules: readonly StoredSchedule[],
  { from, to }: ScheduleWindow,
): Promise<Map<string, ScheduleDefinition>> {
  const rows = await manager.query<(OverrideDefinition & { scheduleId: string })[]>(
    `SELECT schedule_id AS "scheduleId", id, starts_at AS start, ends_at AS end, user_id AS "userId", replaces
     FROM overrides
     WHERE schedule_id = ANY ($1::uuid[]) AND deleted_at IS NULL AND ends_at > $2 AND starts_at < $3
     ORDER BY made_order`,
    [schedules.map(({ id }) => id), from, to],
  );
  const overrides = new Map<string, OverrideDefinition[]>(schedules.map(({ id }) => [id, []]));
  for (const { scheduleId, ...override } of rows) overrides.get(scheduleId)?.push(override);
  return new Map(
    schedules.map(({ id, timeZone, layers }) => [
      id,
      // People's absences come in here once they can be told.
      { timeZone, layers, overrides: overrides.get(id) ?? [], absences: [] },
    ]),
  );
}
