import type { EntityManager } from 'typeorm';
import { newId } from '../platform/database/identifier.js';
import type { LayerInput, ScheduleInput } from './schedule-input.js';
import type { LayerView } from './schedule-view.js';

/**
 * The layers of a request as they will be stored: names made up where absent, and ids. A layer keeps the id that it
 * was sent with where that is one of `ownIds`, so that shifts of before and after a change tell the same source.
 */
export function toLayers(inputs: readonly LayerInput[], ownIds: readonly string[] = []): LayerView[] {
  return inputs.map((input, index) => {
    const id = input.id?.toLowerCase();
    return {
      ...input,
      id: id !== undefined && ownIds.includes(id) ? id : newId(),
      name: input.name ?? `layer ${index + 1}`,
    };
  });
}

export async function insertSchedule(
  manager: EntityManager,
  id: string,
  { name, timeZone, teamId }: ScheduleInput,
  layers: readonly LayerView[],
  now: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO schedules (id, name, time_zone, team_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
    [id, name, timeZone, teamId, now],
  );
  await insertLayers(manager, id, layers);
}

/** Puts all of a schedule anew and counts its version up. */
export async function updateSchedule(
  manager: EntityManager,
  id: string,
  { name, timeZone, teamId }: ScheduleInput,
  layers: readonly LayerView[],
  now: Date,
): Promise<void> {
  await manager.query(
    `UPDATE schedules SET name = $2, time_zone = $3, team_id = $4, version = version + 1, updated_at = $5
     WHERE id = $1`,
    [id, name, timeZone, teamId, now],
  );
  await manager.query('DELETE FROM schedule_layers WHERE schedule_id = $1', [id]);
  await insertLayers(manager, id, layers);
}

/** What was can still be read; its layers go, so that nothing takes them for current. */
export async function archiveSchedule(manager: EntityManager, id: string, now: Date): Promise<void> {
  await manager.query(
    'UPDATE schedules SET archived_at = $2, version = version + 1, updated_at = $2 WHERE id = $1',
    [id, now],
  );
  await manager.query('DELETE FROM schedule_layers WHERE schedule_id = $1', [id]);
}

async function insertLayers(
  manager: EntityManager,
  scheduleId: string,
  layers: readonly LayerView[],
): Promise<void> {
  await manager.query(
    `INSERT INTO schedule_layers
       (id, schedule_id, position, name, starts_at, ends_at, handoff, shift_duration, restrictions, on_absence)
     SELECT l.id, $1, position - 1, l.name, l."startsAt", l."endsAt", l.handoff, l."shiftDuration", l.restrictions,
       l."onAbsence"
     FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (
       id uuid, name text, "startsAt" text, "endsAt" text, handoff text, "shiftDuration" text, restrictions jsonb,
       "onAbsence" text)) WITH ORDINALITY
       AS l (id, name, "startsAt", "endsAt", handoff, "shiftDuration", restrictions, "onAbsence", position)`,
    [scheduleId, JSON.stringify(layers)],
  );
  await manager.query(
    `INSERT INTO schedule_participants (layer_id, position, user_id)
     SELECT (layer ->> 'id')::uuid, p.position - 1, p.user_id::uuid
     FROM jsonb_array_elements($1::jsonb) AS layer,
       jsonb_array_elements_text(layer -> 'participants') WITH ORDINALITY AS p (user_id, position)`,
    [JSON.stringify(layers)],
  );
}
