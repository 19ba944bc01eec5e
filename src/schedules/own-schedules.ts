import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { FinalShifts, type FinalRendering } from './final-shifts.js';
import { coverageWindow, gapNews } from './notices/coverage-news.js';
import { OnCall } from './on-call.js';
import type { OwnSchedulesView, OwnScheduleView } from './own-schedules-schema.js';

/** Who answers for more schedules than this looks at them one by one. */
const MOST_SCHEDULES = 200;

interface OwnSchedule {
  readonly id: string;
  readonly timeZone: string;
  readonly teamId: string | null;
  readonly teamName: string | null;
}

/** What somebody has to do with: the schedules of their teams, and those in which they carry the pager. */
@Injectable()
export class OwnSchedules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly onCall: OnCall,
    private readonly finalShifts: FinalShifts,
  ) {}

  /** Who is on call in each and what nobody covers, by name; queries do not depend on how many there are. */
  async of(principal: Principal): Promise<OwnSchedulesView> {
    const { manager } = this.dataSource;
    const schedules = await readOwn(manager, principal);
    const ids = schedules.map(({ id }) => id);
    const now = await this.clock.now();
    const window = coverageWindow(now);
    const onCall = new Map(
      (await this.onCall.ofAll(manager, ids, now)).map((view) => [view.scheduleId, view]),
    );
    const renderings = await this.finalShifts.shifts(manager, ids, window);
    return {
      items: schedules.flatMap(({ id, ...schedule }) => {
        const [view, rendering] = [onCall.get(id), renderings.get(id)];
        if (!view || !rendering) return [];
        return [{ ...view, ...schedule, gaps: gapsOf(rendering, schedule.timeZone, window.from, now) }];
      }),
    };
  }
}

function gapsOf(
  { gaps, until }: FinalRendering,
  timeZone: string,
  from: Date,
  now: Date,
): OwnScheduleView['gaps'] {
  return gapNews(gaps, timeZone, { from, to: until }, now).map(({ gap, weekly }) => ({
    start: gap.start.toISOString(),
    end: gap.end < until ? gap.end.toISOString() : null,
    weekly,
  }));
}

function readOwn(manager: EntityManager, { userId }: Principal): Promise<OwnSchedule[]> {
  return manager.query<OwnSchedule[]>(
    `SELECT schedule.id, schedule.time_zone AS "timeZone", schedule.team_id AS "teamId", team.name AS "teamName"
       FROM current_schedules schedule LEFT JOIN teams team ON team.id = schedule.team_id
      WHERE schedule.team_id IN (SELECT team_id FROM team_members WHERE user_id = $1)
         OR schedule.id IN (SELECT layer.schedule_id FROM schedule_layers layer
                              JOIN schedule_participants participant ON participant.layer_id = layer.id
                             WHERE participant.user_id = $1)
         OR schedule.id IN (SELECT schedule_id FROM overrides
                             WHERE user_id = $1 AND deleted_at IS NULL AND ends_at > rouse_now())
      ORDER BY schedule.name, schedule.id LIMIT $2`,
    [userId, MOST_SCHEDULES],
  );
}
