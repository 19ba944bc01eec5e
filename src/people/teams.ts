import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { TeamRole } from '../access/authorization.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences } from '../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, notFound } from '../platform/http/problem.js';
import type { Team, TeamInput } from './team-schema.js';

/** A team with its members in one row; managers first, then by age of the account. */
const TEAMS = `
  SELECT team.id, team.name, team.created_at AS "createdAt",
         coalesce((SELECT json_agg(json_build_object('userId', member.user_id, 'role', member.role)
                                   ORDER BY member.role, member.user_id)
                     FROM team_members member WHERE member.team_id = team.id), '[]') AS members
    FROM teams team`;

type TeamRow = Omit<Team, 'createdAt'> & { createdAt: Date };

/** Teams: who works together, and who of them manages. */
@Injectable()
export class Teams {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
  ) {}

  /** @throws Problem 409 for a taken name, 422 with the path of each unknown person */
  create(principal: Principal | 'system', input: TeamInput): Promise<Team> {
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: TeamInput,
  ): Promise<Team> {
    const id = newId();
    await requireMembersExist(manager, input);
    const made = await manager.query<unknown[]>(
      'INSERT INTO teams (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING 1',
      [id, input.name],
    );
    if (made.length === 0) throw nameTaken(input.name);
    await insertMembers(manager, id, input);
    const after = await find(manager, id);
    await this.auditLog.record(manager, principal, {
      action: 'team.create',
      objectType: 'team',
      objectId: id,
      after,
    });
    return after;
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<Team>> {
    const rows = await this.dataSource.query<TeamRow[]>(
      `${TEAMS} WHERE $1::uuid IS NULL OR team.id > $1 ORDER BY team.id LIMIT $2`,
      [cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toTeam), limit);
  }

  get(id: string): Promise<Team> {
    return find(this.dataSource.manager, id);
  }

  /**
   * Replaces name and members, by an admin or a manager of the team.
   * @throws Problem 403, 404, 409 for a taken name, 422 with the path of each unknown person
   */
  async replace(principal: Principal, id: string, input: TeamInput): Promise<Team> {
    requirePermission(principal, 'team.change', { teamId: id });
    return this.dataSource.transaction(async (manager) => {
      const locked = await manager.query<unknown[]>('SELECT 1 FROM teams WHERE id = $1 FOR UPDATE', [id]);
      if (locked.length === 0) throw notFound('team');
      const before = await find(manager, id);
      await requireMembersExist(manager, input);
      await requireFreeName(manager, input.name, id);
      await manager.query('UPDATE teams SET name = $2 WHERE id = $1', [id, input.name]);
      await manager.query('DELETE FROM team_members WHERE team_id = $1', [id]);
      await insertMembers(manager, id, input);
      const after = await find(manager, id);
      await this.auditLog.record(manager, principal, {
        action: 'team.update',
        objectType: 'team',
        objectId: id,
        before,
        after,
      });
      return after;
    });
  }

  /** Puts a person into teams where they are not yet, inside somebody's transaction. @throws Problem 422 for unknown teams */
  async join(
    manager: EntityManager,
    principal: Principal,
    userId: string,
    teams: readonly { readonly teamId: string; readonly role: TeamRole }[],
  ): Promise<void> {
    await requireReferences(
      manager,
      teams.map(({ teamId: id }, index) => ({
        table: 'teams',
        what: 'team',
        id,
        path: `teams.${String(index)}.teamId`,
      })),
    );
    for (const { teamId, role } of teams) {
      const before = await find(manager, teamId);
      const joined = await manager.query<unknown[]>(
        'INSERT INTO team_members (team_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
        [teamId, userId, role],
      );
      if (joined.length === 0) continue;
      const after = await find(manager, teamId);
      await this.auditLog.record(manager, principal, {
        action: 'team.update',
        objectType: 'team',
        objectId: teamId,
        before,
        after,
      });
    }
  }

  /** The people who manage this team; empty for a team without, or none at all. */
  async managersOf(manager: EntityManager, teamId: string): Promise<string[]> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT user_id AS id FROM team_members WHERE team_id = $1 AND role = 'manager' ORDER BY user_id`,
      [teamId],
    );
    return rows.map(({ id }) => id);
  }
}

const nameTaken = (name: string) => conflict(`There is a team named ${name} already.`);

function toTeam(row: TeamRow): Team {
  return { id: row.id, name: row.name, members: row.members, createdAt: row.createdAt.toISOString() };
}

async function find(manager: EntityManager, id: string): Promise<Team> {
  const [row] = await manager.query<TeamRow[]>(`${TEAMS} WHERE team.id = $1`, [id]);
  if (!row) throw notFound('team');
  return toTeam(row);
}

async function requireMembersExist(manager: EntityManager, { members }: TeamInput): Promise<void> {
  await requireReferences(
    manager,
    members.map(({ userId }, index) => ({
      table: 'current_users',
      what: 'user',
      id: userId,
      path: `members.${String(index)}.userId`,
    })),
  );
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFreeName(manager: EntityManager, name: string, ownId: string): Promise<void> {
  const others = await manager.query<unknown[]>('SELECT 1 FROM teams WHERE name = $1 AND id <> $2', [
    name,
    ownId,
  ]);
  if (others.length > 0) throw nameTaken(name);
}

async function insertMembers(manager: EntityManager, teamId: string, { members }: TeamInput): Promise<void> {
  await manager.query(
    `INSERT INTO team_members (team_id, user_id, role)
     SELECT $1, member.user_id, member.role FROM unnest($2::uuid[], $3::text[]) AS member (user_id, role)`,
    [teamId, members.map(({ userId }) => userId), members.map(({ role }) => role)],
  );
}
