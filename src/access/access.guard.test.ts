import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { Open } from '../platform/http/open.js';
import { routeAccess } from './access.guard.js';
import { Permit } from './permit.js';
import { ROLES, roleSuffices } from './role.js';

class Bare {
  declaresNothing(): void {}
  @Permit('incident.respond') forResponders(): void {}
  @Open('for a test') forEverybody(): void {}
}

@Permit('team.create')
class Admins {
  declaresNothing(): void {}
  @Permit('organisation.read') forObservers(): void {}
  @Open('for a test') forEverybody(): void {}
}

describe('routeAccess', () => {
  const access = (controller: typeof Bare | typeof Admins, method: string) => {
    const handler: unknown = Reflect.get(controller.prototype, method);
    if (typeof handler !== 'function') throw new Error(`${method} is no method`);
    return routeAccess(new Reflector(), handler, controller);
  };

  it.each([
    ['a route that declares nothing is nobody’s', Bare, 'declaresNothing', { kind: 'undeclared' }],
    [
      'a permission on the method',
      Bare,
      'forResponders',
      { kind: 'permission', permission: 'incident.respond' },
    ],
    ['an open method', Bare, 'forEverybody', { kind: 'open' }],
    [
      'the permission of the class',
      Admins,
      'declaresNothing',
      { kind: 'permission', permission: 'team.create' },
    ],
    [
      'the method before the class',
      Admins,
      'forObservers',
      { kind: 'permission', permission: 'organisation.read' },
    ],
    ['an open method of a class with a permission', Admins, 'forEverybody', { kind: 'open' }],
  ] as const)('%s', (_name, controller, method, expected) => {
    expect(access(controller, method)).toEqual(expected);
  });
});

describe('roleSuffices', () => {
  it.each(ROLES.map((held) => [held] as const))('%s may do what the roles before it may', (held) => {
    const allowed = ROLES.filter((needed) => roleSuffices(held, needed));
    expect(allowed).toEqual(ROLES.slice(0, ROLES.indexOf(held) + 1));
  });
});
