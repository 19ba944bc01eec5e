import type { EntityManager } from 'typeorm';

/** The rotations that a person takes part in, and the overrides to come that are theirs, as words for people. */
export async function schedulesThatNeed(manager: EntityManager, userId: string): Promise<string[]> {
  const needs = await manager.query<{ name: string; kind: 'rotation' | 'override' }[]>(
    `SELECT schedule.name, 'rotation' AS kind FROM current_schedules schedule
      WHERE schedule.id IN (SELECT layer.schedule_id FROM schedule_layers layer
                              JOIN schedule_participants participant ON participant.layer_id = layer.id
                             WHERE participant.user_id = $1)
     UNION ALL
     SELECT schedule.name, 'override' FROM current_schedules schedule
      WHERE schedule.id IN (SELECT schedule_id FROM overrides
                             WHERE user_id = $1 AND deleted_at IS NULL AND ends_at > rouse_now())
     ORDER BY 1, 2 DESC LIMIT 20`,
    [userId],
  );
  return needs.map(({ name, kind }) =>
    kind === 'rotation' ? `the rotation of ${name}` : `an override of ${name}`,
  );
}
