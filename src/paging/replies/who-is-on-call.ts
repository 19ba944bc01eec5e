import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { OnCall } from '../../schedules/on-call.js';
import type { Duty } from './answers.js';

/** An SMS names so many schedules; who has more reads them elsewhere. */
const MOST_SCHEDULES = 6;

/** Answers `who`. */
@Injectable()
export class WhoIsOnCall {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly onCall: OnCall,
  ) {}

  /** Who carries the pager now in the schedules of these people's teams; without any, in those they take part in. */
  async forTeamsOf(userIds: readonly string[]): Promise<Duty[]> {
    const { manager } = this.dataSource;
    const ofTeams = await manager.query<{ id: string; name: string }[]>(
      `SELECT schedule.id, schedule.name FROM current_schedules schedule
       WHERE schedule.team_id IN (SELECT team_id FROM team_members WHERE user_id = ANY($1::uuid[]))
       ORDER BY schedule.name LIMIT $2`,
      [userIds, MOST_SCHEDULES],
    );
    const schedules = ofTeams.length > 0 ? ofTeams : await this.takenPartIn(userIds);
    const now = await this.clock.now(manager);
    const answers = await this.onCall.whoIsOnCall(
      manager,
      schedules.map((schedule) => schedule.id),
      now,
    );
    const names = await this.namesOf([...answers.values()].flatMap(({ userId }) => userId ?? []));
    return schedules.map(({ id, name }) => {
      const { userId = null, until = null } = answers.get(id) ?? {};
      return { scheduleName: name, personName: userId === null ? null : (names.get(userId) ?? null), until };
    });
  }

  private takenPartIn(userIds: readonly string[]): Promise<{ id: string; name: string }[]> {
    return this.dataSource.query<{ id: string; name: string }[]>(
      `SELECT DISTINCT schedule.id, schedule.name FROM current_schedules schedule
       JOIN schedule_layers layer ON layer.schedule_id = schedule.id
       JOIN schedule_participants participant ON participant.layer_id = layer.id
       WHERE participant.user_id = ANY($1::uuid[]) ORDER BY schedule.name LIMIT $2`,
      [userIds, MOST_SCHEDULES],
    );
  }

  private async namesOf(userIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.query<{ id: string; name: string }[]>(
      'SELECT id, name FROM users WHERE id = ANY($1::uuid[])',
      [userIds],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
