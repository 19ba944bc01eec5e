import { describe, expect, it } from '@jest/globals';
import { allows, leastRole, type Asker, type Matter } from './authorization.js';
import { PERMISSIONS, type Permission } from './permission-table.js';
import type { Role } from './role.js';

const asker = (role: Role, more: Partial<Asker> = {}): Asker => ({
  userId: 'me',
  role,
  teams: new Map([
    ['managed', 'manager'],
    ['joined', 'member'],
  ]),
  scopes: null,
  ...more,
});
const admins: Permission = { says: '', scope: 'configure', anywhere: 'admin' };
const managers: Permission = { ...admins, asManager: 'responder' };
const members: Permission = { ...admins, asMember: 'responder', withoutTeam: 'responder' };
const owners: Permission = { ...admins, own: 'observer' };
const nobodyElse: Permission = { says: '', scope: 'schedule', own: 'responder' };

describe('allows', () => {
  it.each<[string, Permission, Asker, Matter, boolean]>([
    ['an admin anything', admins, asker('admin'), {}, true],
    ['nobody else', admins, asker('responder'), { teamId: 'managed', ownerId: 'me' }, false],
    ['a manager what is of their team', managers, asker('responder'), { teamId: 'managed' }, true],
    ['a manager who only observes: not', managers, asker('observer'), { teamId: 'managed' }, false],
    ['a member: not what managers may', managers, asker('responder'), { teamId: 'joined' }, false],
    ['a manager: nothing of another team', managers, asker('responder'), { teamId: 'other' }, false],
    ['a manager: nothing of no team', managers, asker('responder'), { teamId: null }, false],
    ['a manager: nothing that is not said', managers, asker('responder'), {}, false],
    ['a member what is of their team', members, asker('responder'), { teamId: 'joined' }, true],
    ['a manager is a member too', members, asker('responder'), { teamId: 'managed' }, true],
    ['a member: nothing of another team', members, asker('responder'), { teamId: 'other' }, false],
    ['what is of no team', members, asker('responder'), { teamId: null }, true],
    ['what is of no team: not an observer', members, asker('observer'), { teamId: null }, false],
    ['what is one’s own', owners, asker('observer'), { ownerId: 'me' }, true],
    ['what is somebody else’s: not', owners, asker('responder'), { ownerId: 'other' }, false],
    ['what is nobody else’s to answer', nobodyElse, asker('responder'), { ownerId: 'me' }, true],
    ['an admin: not for others', nobodyElse, asker('admin'), { ownerId: 'other' }, false],
    ['what is nobody’s: not', owners, asker('responder'), { ownerId: null }, false],
    ['within the scope', admins, asker('admin', { scopes: new Set(['configure']) }), {}, true],
    ['beyond the scope: not', admins, asker('admin', { scopes: new Set(['read']) }), {}, false],
    ['without any scope: not', admins, asker('admin', { scopes: new Set() }), {}, false],
    ['what needs no scope', { ...admins, scope: null }, asker('admin', { scopes: new Set() }), {}, true],
  ])('%s', (_name, permission, who, matter, expected) => {
    expect(allows(permission, who, matter)).toBe(expected);
  });
});

describe('leastRole', () => {
  it.each([
    [admins, 'admin'],
    [managers, 'responder'],
    [members, 'responder'],
    [owners, 'observer'],
    [nobodyElse, 'responder'],
  ] as const)('is the least of all ways', (permission, expected) => {
    expect(leastRole(permission)).toBe(expected);
  });

  it('lets an admin do everything but answer for others, so that nothing is out of everybody’s reach', () => {
    const admin = asker('admin', { teams: new Map() });
    const refused = Object.entries<Permission>(PERMISSIONS).flatMap(([name, permission]) =>
      allows(permission, admin, { teamId: 'other', ownerId: 'other' }) ? [] : [name],
    );
    expect(refused).toEqual(['responder-request.answer', 'swap.answer', 'swap.cancel']);
  });
});
