import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { utcTimeSchema } from '../platform/http/times.js';
import { readSchedule } from './schedule-reader.js';

const MOST_VERSIONS = 50;

export const scheduleVersionsSchema = z
  .object({
    items: z.array(
      z.object({
        version: z.int(),
        madeAt: utcTimeSchema,
        madeBy: z.string().nullable().describe('Null: Rouse itself, or nobody knows any more'),
      }),
    ),
  })
  .meta({ id: 'ScheduleVersions' });
export type ScheduleVersionsView = z.output<typeof scheduleVersionsSchema>;

/** Who changed a schedule when: for whoever finds that it is not as they left it. */
@Injectable()
export class ScheduleVersions {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The newest first, as many as somebody may want to look back over.
   * @throws Problem 404
   */
  async of(scheduleId: string): Promise<ScheduleVersionsView> {
    const { manager } = this.dataSource;
    await readSchedule(manager, scheduleId);
    const rows = await manager.query<{ version: number; madeAt: Date; madeBy: string | null }[]>(
      `SELECT v.version, v.made_at AS "madeAt", change.actor_user_id AS "madeBy"
       FROM (SELECT schedule_id, version, made_at FROM schedule_versions
             WHERE schedule_id = $1 ORDER BY version DESC LIMIT $2) v
       LEFT JOIN audit_log change ON change.object_id = v.schedule_id::text AND change.object_type = 'schedule'
         AND change.after ->> 'version' = v.version::text
       ORDER BY v.version DESC`,
      [scheduleId, MOST_VERSIONS],
    );
    return { items: rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() })) };
  }
}
