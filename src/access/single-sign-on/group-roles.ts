import type { GroupRole } from '../../platform/config/single-sign-on-settings.js';
import { ROLES, type Role } from '../role.js';

const EVERYBODY_ELSE = '*';

/**
 * The role that somebody's groups give: the highest of those that are named, else the one of `*`; null where there is
 * none, and nobody gets in without one. Names of groups are compared letter by letter.
 */
export function roleByGroups(mapping: readonly GroupRole[], groups: readonly string[]): Role | null {
  const rolesOf = (isMeant: (group: string) => boolean): Role[] =>
    mapping.filter(({ group }) => isMeant(group)).map(({ role }) => role);
  const named = rolesOf((group) => group !== EVERYBODY_ELSE && groups.includes(group));
  const held = named.length > 0 ? named : rolesOf((group) => group === EVERYBODY_ELSE);
  return ROLES.findLast((role) => held.includes(role)) ?? null;
}
