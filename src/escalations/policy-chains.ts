import type { EntityManager } from 'typeorm';
import { impossible } from '../platform/http/problem.js';
import { handOffFault, MOST_POLICIES, type HandingOff } from './planning/hand-off-chain.js';
import type { PagingPolicy } from './policy-snapshot.js';

/**
 * Nobody else makes a policy hand off until the transaction ends: two changes that together make a circle come one
 * after the other, and the second is refused. Take it before the lock of a policy's row.
 */
export async function lockHandOffs(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('policy-hand-offs', 0))`);
}

/**
 * @param changed the policy as it would be; the lock of hand-offs must be held
 * @param pathPrefix what stands before the path of the fault
 * @throws Problem 422 with the chain in words where it is a circle or too long
 */
export async function requireHandOff(
  manager: EntityManager,
  changed: HandingOff & { readonly id: string },
  pathPrefix: string,
): Promise<void> {
  const rows = await manager.query<(HandingOff & { id: string })[]>(
    `SELECT id, name, hand_off_to AS "handOffTo" FROM escalation_policies
     WHERE hand_off_to IS NOT NULL OR id IN (SELECT hand_off_to FROM escalation_policies) OR id = $1`,
    [changed.handOffTo],
  );
  const policies = new Map<string, HandingOff>(rows.map(({ id, ...policy }) => [id, policy]));
  const fault = handOffFault(policies.set(changed.id, changed), changed.id);
  if (fault !== null) throw impossible([{ path: `${pathPrefix}handOffTo`, message: fault }]);
}

/** A policy and those that it hands off to, in order, as they stand now: one query. Empty for an unknown id. */
export async function readChain(manager: EntityManager, policyId: string): Promise<PagingPolicy[]> {
  return (await readChains(manager, [policyId])).get(policyId) ?? [];
}

/** The same for many, in one query, by the id of the first of each. Unknown ids are missing. */
export async function readChains(
  manager: EntityManager,
  policyIds: readonly string[],
): Promise<Map<string, PagingPolicy[]>> {
  const chains = new Map<string, PagingPolicy[]>();
  if (policyIds.length === 0) return chains;
  const rows = await manager.query<(PagingPolicy & { begins: string })[]>(
    `WITH RECURSIVE chain AS (
       SELECT policy.*, policy.id AS begins, 1 AS place FROM escalation_policies policy WHERE id = ANY($1::uuid[])
       UNION ALL
       SELECT policy.*, chain.begins, chain.place + 1 FROM chain
       JOIN escalation_policies policy ON policy.id = chain.hand_off_to WHERE chain.place < $2)
     SELECT begins, id AS "policyId", name, repeat, steps, last_resort AS "lastResort" FROM chain
     ORDER BY begins, place`,
    [policyIds, MOST_POLICIES],
  );
  for (const { begins, ...policy } of rows) {
    const chain = chains.get(begins);
    if (chain) chain.push(policy);
    else chains.set(begins, [policy]);
  }
  return chains;
}

/** The policies that hand off to this one, as words for people. */
export async function policiesThatHandOff(manager: EntityManager, policyId: string): Promise<string[]> {
  const policies = await manager.query<{ name: string }[]>(
    'SELECT name FROM escalation_policies WHERE hand_off_to = $1 AND id <> $1 ORDER BY name',
    [policyId],
  );
  return policies.map(({ name }) => `the escalation policy ${name}`);
}
