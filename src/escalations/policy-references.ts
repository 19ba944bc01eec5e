import type { EntityManager } from 'typeorm';
import { requireReferences } from '../platform/database/references.js';
import { locateTargets, type EscalationPolicyInput } from './escalation-policy-input.js';

const TABLES = { user: 'current_users', schedule: 'current_schedules', team: 'teams' } as const;

type Named = Pick<EscalationPolicyInput, 'teamId' | 'steps' | 'lastResort' | 'handOffTo'>;

/**
 * @param pathPrefix what stands before the paths of the faults
 * @throws Problem 422 with the path of each person, schedule, team and policy that does not exist
 */
export async function requireNamed(manager: EntityManager, policy: Named, pathPrefix: string): Promise<void> {
  const { teamId, handOffTo } = policy;
  const references = [
    ...locateTargets(policy).map(({ type, id, path }) => ({ table: TABLES[type], what: type, id, path })),
    ...(handOffTo === null
      ? []
      : [{ table: 'escalation_policies', what: 'policy', id: handOffTo, path: 'handOffTo' }]),
    ...(teamId === null ? [] : [{ table: TABLES.team, what: 'team', id: teamId, path: 'teamId' }]),
  ];
  await requireReferences(
    manager,
    references.map((reference) => ({ ...reference, path: pathPrefix + reference.path })),
  );
}

/** Keeps each user, schedule and team that a policy names from being deleted: see the foreign keys of the table. */
export async function storeNamed(manager: EntityManager, policyId: string, policy: Named): Promise<void> {
  await manager.query('DELETE FROM escalation_policy_targets WHERE policy_id = $1', [policyId]);
  const targets = locateTargets(policy);
  const idsOf = (type: keyof typeof TABLES) => [
    ...new Set(targets.filter((target) => target.type === type).map(({ id }) => id)),
  ];
  await manager.query(
    `INSERT INTO escalation_policy_targets (policy_id, user_id, schedule_id, team_id)
     SELECT $1::uuid, user_id, NULL::uuid, NULL::uuid FROM unnest($2::uuid[]) AS user_id
     UNION ALL
     SELECT $1::uuid, NULL, schedule_id, NULL FROM unnest($3::uuid[]) AS schedule_id
     UNION ALL
     SELECT $1::uuid, NULL, NULL, team_id FROM unnest($4::uuid[]) AS team_id`,
    [policyId, idsOf('user'), idsOf('schedule'), idsOf('team')],
  );
}
