import type { EntityManager } from 'typeorm';
import type { Urgency } from './contact-method.js';
import { pagingPlan, type PagingMethod, type PagingRule, type PlannedContact } from './paging-plan.js';
import type { WakingHours } from './waking-hours.js';

/** What a plan is made from, of one person. */
interface PlannedPerson {
  readonly timeZone: string;
  readonly wakingHours: WakingHours | null;
  readonly methods: readonly PagingMethod[];
}

/** The plans of these people, for being paged at `now`: see `ContactMethods.pagingPlans`. */
export async function readPagingPlans(
  manager: EntityManager,
  userIds: readonly string[],
  urgency: Urgency,
  now: Date,
): Promise<Map<string, PlannedContact[]>> {
  const people = await readPeople(manager, userIds);
  const rules = await manager.query<(PagingRule & { userId: string })[]>(
    `SELECT user_id AS "userId", urgency, contact_method_id AS "contactMethodId", delay_seconds AS "delaySeconds"
       FROM paging_rules WHERE user_id = ANY ($1::uuid[]) AND urgency = $2 ORDER BY user_id, position`,
    [userIds, urgency],
  );
  return new Map(
    userIds.map((id) => {
      const person = people.get(id);
      const own = rules.filter(({ userId }) => userId === id);
      return [id, person === undefined ? [] : pagingPlan(person.methods, own, urgency, { ...person, now })];
    }),
  );
}

async function readPeople(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, PlannedPerson>> {
  const rows = await manager.query<(PlannedPerson & { id: string })[]>(
    `SELECT person.id, person.time_zone AS "timeZone", person.waking_hours AS "wakingHours",
            coalesce((SELECT json_agg(json_build_object('id', id, 'type', type, 'address', address,
                               'verified', verified_at IS NOT NULL, 'disabled', disabled_at IS NOT NULL) ORDER BY id)
                        FROM contact_methods WHERE user_id = person.id), '[]') AS methods
       FROM users person WHERE person.id = ANY ($1::uuid[])`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
