import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MOST_CHANGES, readHistories } from './history/history-reader.js';
import { renderHistory, type ScheduleHistory } from './history/schedule-history.js';
import type { Rendering, ScheduleDefinition } from './rendering/schedule-definition.js';
import { DAY } from './rendering/wall-clock.js';
import { horizonDays, type ScheduleWindow } from './schedule-window.js';

/** The final shifts of a schedule, and how far they reach. */
export interface FinalRendering extends Rendering {
  readonly scheduleName: string;
  /** The window's end; earlier where a restless rotation puts more turns into the window than one answer carries. */
  readonly until: Date;
}

/** Who was on call, is, and will be: the past from the record, the rest by the rules. */
@Injectable()
export class FinalShifts {
  /**
   * The final shifts of several schedules: one query, however many there are. The past comes from the record
   * (promise 7), what is to come from layers, absences and overrides; where the two meet, a shift is one.
   * @param knownAt as they were known then; null: all that is known
   * @returns an entry for every schedule that exists, archived ones too; unknown ids are left out
   */
  async shifts(
    manager: EntityManager,
    scheduleIds: readonly string[],
    window: ScheduleWindow,
    knownAt: Date | null = null,
  ): Promise<Map<string, FinalRendering>> {
    if (scheduleIds.length === 0) return new Map();
    const histories = await readHistories(manager, { ids: scheduleIds }, window, knownAt);
    return new Map(
      histories.map((history) => {
        const until = reach(history, window);
        const rendering = renderHistory(history, { from: window.from, to: until });
        return [history.id, { ...rendering, scheduleName: history.name, until }];
      }),
    );
  }

  /**
   * The schedules in which one of these people may be on call within a window, archived ones too; one query. For use
   * with `shifts`.
   */
  async scheduleIdsOf(
    manager: EntityManager,
    userIds: readonly string[],
    { from, to }: ScheduleWindow,
  ): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT schedule_id AS id FROM schedule_versions WHERE user_ids && $1::uuid[]
       UNION
       SELECT schedule_id FROM overrides
        WHERE user_id = ANY ($1::uuid[]) AND deleted_at IS NULL AND ends_at > $2 AND starts_at < $3
       ORDER BY id`,
      [userIds, from, to],
    );
    return rows.map(({ id }) => id);
  }
}

/** How far into the window one answer carries; at least a day of what is still to come. */
function reach(history: ScheduleHistory, { from, to }: ScheduleWindow): Date {
  const { recorded, recordedFrom, recordedUntil, first, latest } = history;
  const start = from.getTime();
  const ends = [
    to.getTime(),
    reachByRules(first, start, Math.min(to.getTime(), recordedFrom)),
    reachByRules(latest, Math.max(start, recordedUntil), to.getTime()),
  ];
  if (recorded.length === MOST_CHANGES) ends.push(recorded.at(-1)?.at ?? start);
  return new Date(Math.min(...ends));
}

function reachByRules(definition: ScheduleDefinition | null, from: number, to: number): number {
  if (definition === null || from >= to) return Infinity;
  const days = (to - from) / DAY;
  const reached = horizonDays(definition, new Date(from), days);
  return reached < days ? from + reached * DAY : Infinity;
}
