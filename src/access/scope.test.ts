import { describe, expect, it } from '@jest/globals';
import { allows, scopeReaches } from './authorization.js';
import { PERMISSIONS, permissionOf, type Permission, type PermissionName } from './permission-table.js';
import { SCOPES, type Scope } from './scope.js';

const permissions: [string, Permission][] = Object.entries(PERMISSIONS);
const reached = (scopes: readonly Scope[]) =>
  permissions.filter(([, each]) => scopeReaches(new Set(scopes), each)).map(([name]) => name);
const without = permissions.filter(([, { scope }]) => scope === null).map(([name]) => name);

describe('a scope', () => {
  it.each(SCOPES.map((scope) => [scope] as const))(
    '%s opens what the table says, and nothing else',
    (scope) => {
      const own = permissions.filter(([, each]) => each.scope === scope).map(([name]) => name);
      expect(own).not.toEqual([]);
      expect(reached([scope]).toSorted()).toEqual([...own, ...without].toSorted());
    },
  );

  it.each(permissions)('%s: an admin by a token needs its scope, on whatever it is', (_name, permission) => {
    const matters = [{}, { ownerId: 'me' }, { teamId: 'managed' }, { teamId: null }];
    for (const scope of SCOPES) {
      const asker = {
        userId: 'me',
        role: 'admin',
        teams: new Map([['managed', 'manager']] as const),
        scopes: new Set([scope]),
      } as const;
      for (const matter of matters) {
        const unlimited = allows(permission, { ...asker, scopes: null }, matter);
        const isIn = permission.scope === null || permission.scope === scope;
        expect([scope, matter, allows(permission, asker, matter)]).toEqual([
          scope,
          matter,
          unlimited && isIn,
        ]);
      }
    }
  });

  it('of none opens only what needs none', () => {
    expect(reached([]).toSorted()).toEqual(without.toSorted());
  });

  // What somebody could help themselves to more with asks for a scope of its own.
  it.each<[PermissionName, Scope]>([
    ['credential.change', 'account'],
    ['service-token.manage', 'administer'],
    ['person.manage', 'administer'],
    ['service.change', 'configure'],
  ])('%s is of %s', (name, scope) => {
    expect(permissionOf(name).scope).toBe(scope);
  });
});
