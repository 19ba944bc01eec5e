import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { renderSchedule } from './rendering/render-schedule.js';
import type { Rendering } from './rendering/schedule-definition.js';
import { defineSchedules, readSchedules } from './schedule-reader.js';
import type { ScheduleWindow } from './schedule-window.js';

/** The final shifts of a schedule, and how far they reach. */
export interface FinalRendering extends Rendering {
  /** The window's end; earlier where a restless rotation puts more turns into the window than one answer carries. */
  readonly until: Date;
}

/** Who was on call, is, and will be: the past from the record, the rest by the rules. */
@Injectable()
export class FinalShifts {
  /**
   * The final shifts of several schedules, in a number of queries that does not depend on how many there are.
   * The past comes from the record (promise 7), what is to come from layers, absences and overrides; where the two
   * meet, a shift is one.
   * @returns an entry for every schedule that exists, archived ones too; unknown ids are left out
   */
  async shifts(
    manager: EntityManager,
    scheduleIds: readonly string[],
    window: ScheduleWindow,
  ): Promise<Map<string, FinalRendering>> {
    const schedules = await readSchedules(manager, scheduleIds);
    const definitions = await defineSchedules(manager, schedules, window);
    return new Map(
      [...definitions].map(([id, definition]) => [
        id,
        { ...renderSchedule(definition, window), until: window.to },
      ]),
    );
  }

  /** The schedules in which one of these people may be on call within a window; one query. For use with `shifts`. */
  async scheduleIdsOf(
    manager: EntityManager,
    userIds: readonly string[],
    { from, to }: ScheduleWindow,
  ): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT layer.schedule_id AS id FROM schedule_layers layer
         JOIN schedule_participants participant ON participant.layer_id = layer.id
        WHERE participant.user_id = ANY ($1::uuid[])
       UNION
       SELECT schedule_id FROM overrides
        WHERE user_id = ANY ($1::uuid[]) AND deleted_at IS NULL AND ends_at > $2 AND starts_at < $3
       ORDER BY id`,
      [userIds, from, to],
    );
    return rows.map(({ id }) => id);
  }
}
