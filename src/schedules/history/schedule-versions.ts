import type { EntityManager } from 'typeorm';
import type { ScheduleInput } from '../schedule-input.js';
import type { LayerView } from '../schedule-view.js';

/** What a version of a schedule says. */
export type VersionedDefinition = Pick<ScheduleInput, 'name' | 'timeZone' | 'teamId'> & {
  readonly layers: readonly LayerView[];
};

/**
 * Keeps what a schedule says from `madeAt` on, for whoever asks later what was known then.
 * @param definition null: it is archived
 */
export async function keepVersion(
  manager: EntityManager,
  scheduleId: string,
  madeAt: Date,
  definition: VersionedDefinition | null,
): Promise<void> {
  const userIds = definition?.layers.flatMap(({ participants }) => participants) ?? [];
  await manager.query(
    `INSERT INTO schedule_versions (schedule_id, version, made_at, definition, user_ids)
     SELECT id, version, $2, $3, $4 FROM schedules WHERE id = $1`,
    [scheduleId, madeAt, definition && JSON.stringify(definition), [...new Set(userIds)]],
  );
}
