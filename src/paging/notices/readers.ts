import type { EntityManager } from 'typeorm';

/** Whom a text names or speaks to. */
export interface Reader {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
}

/** These people by id; ids of nobody are missing. One query. */
export async function readReaders(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, Reader>> {
  const rows = await manager.query<Reader[]>(
    `SELECT id, name, time_zone AS "timeZone" FROM users WHERE id = ANY ($1::uuid[])`,
    [[...new Set(userIds)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A schedule, and somebody who answers for its coverage. */
export interface Responsible {
  readonly scheduleId: string;
  readonly timeZone: string;
  readonly userId: string;
  readonly userTimeZone: string;
}

/** The managers of each schedule's team; of one without a team, or whose team has none, the admins. One query. */
export function readResponsible(
  manager: EntityManager,
  scheduleIds: readonly string[],
): Promise<Responsible[]> {
  return manager.query<Responsible[]>(
    `WITH wanted AS (SELECT id, time_zone, team_id FROM schedules WHERE id = ANY ($1::uuid[])),
          managers AS (SELECT wanted.id AS schedule_id, member.user_id FROM wanted
                         JOIN team_members member ON member.team_id = wanted.team_id AND member.role = 'manager'),
          admins AS (SELECT wanted.id AS schedule_id, admin.id AS user_id FROM wanted
                       JOIN current_users admin ON admin.role = 'admin'
                      WHERE NOT EXISTS (SELECT FROM managers WHERE schedule_id = wanted.id))
     SELECT wanted.id AS "scheduleId", wanted.time_zone AS "timeZone", person.id AS "userId",
            person.time_zone AS "userTimeZone"
       FROM (SELECT * FROM managers UNION ALL SELECT * FROM admins) responsible
       JOIN wanted ON wanted.id = responsible.schedule_id
       JOIN users person ON person.id = responsible.user_id
      ORDER BY wanted.id, person.id`,
    [scheduleIds],
  );
}
