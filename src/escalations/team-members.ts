import type { EntityManager } from 'typeorm';
import type { TeamMember } from './planning/plan-input.js';

/** By the team's id: its members, managers first. Teams without members are missing. */
export type TeamMembers = ReadonlyMap<string, readonly TeamMember[]>;

/** Who is in these teams now: one query. */
export async function readMembers(manager: EntityManager, teamIds: readonly string[]): Promise<TeamMembers> {
  const rows = await manager.query<(TeamMember & { teamId: string })[]>(
    `SELECT team_id AS "teamId", user_id AS "userId", role FROM team_members
     WHERE team_id = ANY ($1::uuid[]) ORDER BY team_id, role, user_id`,
    [[...new Set(teamIds)]],
  );
  const members = new Map<string, TeamMember[]>();
  for (const { teamId, ...member } of rows) members.set(teamId, [...(members.get(teamId) ?? []), member]);
  return members;
}
