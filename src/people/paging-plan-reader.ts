import type { EntityManager } from 'typeorm';
import type { Urgency } from './contact-method.js';
import { pagingPlan, type PagingMethod, type PagingRule, type PlannedContact } from './paging-plan.js';
import type { WakingHours } from './waking-hours.js';

/** What a plan is made from, of one person. */
export interface PlannedPerson {
  readonly timeZone: string;
  readonly wakingHours: WakingHours | null;
  readonly methods: readonly PagingMethod[];
  /** Those of the urgency that was asked for, in their order. */
  readonly rules: readonly PagingRule[];
}

/** The plans of these people, for being paged at `now`: see `ContactMethods.pagingPlans`. */
export async function readPagingPlans(
  manager: EntityManager,
  userIds: readonly string[],
  urgency: Urgency,
  now: Date,
): Promise<Map<string, PlannedContact[]>> {
  const people = await readPlannedPeople(manager, userIds, urgency);
  return new Map(
    userIds.map((id) => {
      const person = people.get(id);
      const plan = person && pagingPlan(person.methods, person.rules, urgency, { ...person, now });
      return [id, plan ?? []];
    }),
  );
}

/** These people by id; ids of nobody are missing. One query. */
export async function readPlannedPeople(
  manager: EntityManager,
  userIds: readonly string[],
  urgency: Urgency,
): Promise<Map<string, PlannedPerson>> {
  const rows = await manager.query<(PlannedPerson & { id: string })[]>(
    `SELECT person.id, person.time_zone AS "timeZone", person.waking_hours AS "wakingHours",
            coalesce((SELECT json_agg(json_build_object('id', id, 'type', type, 'address', address,
                               'verified', verified_at IS NOT NULL, 'disabled', disabled_at IS NOT NULL) ORDER BY id)
                        FROM contact_methods WHERE user_id = person.id), '[]') AS methods,
            coalesce((SELECT json_agg(json_build_object('urgency', urgency, 'contactMethodId', contact_method_id,
                               'delaySeconds', delay_seconds) ORDER BY position)
                        FROM paging_rules WHERE user_id = person.id AND urgency = $2), '[]') AS rules
       FROM users person WHERE person.id = ANY ($1::uuid[])`,
    [userIds, urgency],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
