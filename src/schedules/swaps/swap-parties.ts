import type { EntityManager } from 'typeorm';
import type { Role } from '../../access/role.js';

/** Somebody whom a request concerns, as messages to them are written. */
export interface SwapPerson {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly role: Role;
}

/** May carry a pager, and so may be asked to. */
export const mayCover = ({ role }: { role: Role }): boolean => role !== 'observer';

/** Whom a schedule concerns: the members of its team; without a team those who take part in it. In order of name. */
export function scheduleAudience(manager: EntityManager, scheduleId: string): Promise<SwapPerson[]> {
  return manager.query<SwapPerson[]>(
    `SELECT person.id, person.name, person.time_zone AS "timeZone", person.role FROM users person
     WHERE person.id IN (
       SELECT member.user_id FROM team_members member
         JOIN schedules schedule ON schedule.team_id = member.team_id WHERE schedule.id = $1
       UNION
       SELECT participant.user_id FROM schedule_participants participant
         JOIN schedule_layers layer ON layer.id = participant.layer_id
         JOIN schedules schedule ON schedule.id = layer.schedule_id
        WHERE schedule.id = $1 AND schedule.team_id IS NULL)
     ORDER BY person.name, person.id`,
    [scheduleId],
  );
}

/** These people by id; ids of nobody are missing from it. */
export async function peopleById(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, SwapPerson>> {
  const people = await manager.query<SwapPerson[]>(
    `SELECT id, name, time_zone AS "timeZone", role FROM users WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(people.map((person) => [person.id, person]));
}
