import type { Permission } from './permission-table.js';
import { ROLES, roleSuffices, type Role } from './role.js';
import type { Scope } from './scope.js';

export type TeamRole = 'manager' | 'member';

/** What is known of the one who asks, as far as it decides. */
export interface Asker {
  readonly userId: string;
  readonly role: Role;
  /** The teams of this person, by id. */
  readonly teams: ReadonlyMap<string, TeamRole>;
  /** The scopes of the token; null where there is no limit. */
  readonly scopes: ReadonlySet<Scope> | null;
}

/** What is asked about: the person it belongs to, and the team; null for what belongs to none. */
export interface Matter {
  readonly ownerId?: string | null;
  readonly teamId?: string | null;
}

/** The least role with which there is anything at all that this permission allows. */
export function leastRole(permission: Permission): Role {
  const ways = [
    permission.anywhere,
    permission.asManager,
    permission.asMember,
    permission.withoutTeam,
    permission.own,
  ];
  return ROLES.find((role) => ways.includes(role)) ?? 'admin';
}

/** Whether the token's scopes reach it. */
export const scopeReaches = (scopes: ReadonlySet<Scope> | null, permission: Permission): boolean =>
  scopes === null || permission.scope === null || scopes.has(permission.scope);

/** Whether this asker may do it to this matter. Without a matter: to everything. */
export function allows(permission: Permission, asker: Asker, matter: Matter = {}): boolean {
  if (!scopeReaches(asker.scopes, permission)) return false;
  const suffices = (least: Role | undefined) => least !== undefined && roleSuffices(asker.role, least);
  if (suffices(permission.anywhere)) return true;
  if (matter.ownerId === asker.userId && suffices(permission.own)) return true;
  if (matter.teamId === null) return suffices(permission.withoutTeam);
  if (matter.teamId === undefined) return false;
  const inTeam = asker.teams.get(matter.teamId);
  return (
    (inTeam === 'manager' && suffices(permission.asManager)) ||
    (inTeam !== undefined && suffices(permission.asMember))
  );
}
