import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What schedules are looked at for: who begins and ends, and what nobody covers. */
export type LookKind = 'duty' | 'coverage';

/** Which schedules are to be looked at, shared among all workers. */
@Injectable()
export class ScheduleLooks {
  /** Takes in schedules that are new. */
  async takeInNew(manager: EntityManager, kind: LookKind): Promise<void> {
    await manager.query(
      `INSERT INTO notice_scans (schedule_id, kind, due_at)
       SELECT schedule.id, $1, rouse_now() FROM current_schedules schedule
        WHERE NOT EXISTS (SELECT FROM notice_scans look WHERE look.schedule_id = schedule.id AND look.kind = $1)
       ON CONFLICT DO NOTHING`,
      [kind],
    );
  }

  /** Claims schedules whose look is due; they are due again after `everySeconds`, whatever becomes of this one. */
  async claim(
    manager: EntityManager,
    kind: LookKind,
    limit: number,
    everySeconds: number,
  ): Promise<string[]> {
    const [rows] = await manager.query<[{ scheduleId: string }[], number]>(
      `UPDATE notice_scans SET due_at = rouse_now() + make_interval(secs => $3)
        WHERE kind = $1 AND schedule_id IN (
          SELECT look.schedule_id FROM notice_scans look
            JOIN schedules schedule ON schedule.id = look.schedule_id AND schedule.archived_at IS NULL
           WHERE look.kind = $1 AND look.due_at <= rouse_now()
           ORDER BY look.due_at LIMIT $2 FOR UPDATE OF look SKIP LOCKED)
       RETURNING schedule_id AS "scheduleId"`,
      [kind, limit, everySeconds],
    );
    return rows.map(({ scheduleId }) => scheduleId);
  }

  /** Brings the next look forward, each schedule's to its own time. */
  async hurry(
    manager: EntityManager,
    kind: LookKind,
    looks: readonly { readonly scheduleId: string; readonly at: Date }[],
  ): Promise<void> {
    if (looks.length === 0) return;
    await manager.query(
      `UPDATE notice_scans look SET due_at = wanted.at
         FROM unnest($2::uuid[], $3::timestamptz[]) AS wanted (schedule_id, at)
        WHERE look.schedule_id = wanted.schedule_id AND look.kind = $1 AND look.due_at > wanted.at`,
      [kind, looks.map(({ scheduleId }) => scheduleId), looks.map(({ at }) => at)],
    );
  }
}
