import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { Open } from '../platform/http/open.js';
import { routeAccess } from './access.guard.js';
import { AllowRole, ROLES, roleSuffices } from './role.js';

class Bare {
  declaresNothing(): void {}
  @AllowRole('responder') forResponders(): void {}
  @Open('for a test') forEverybody(): void {}
}

@AllowRole('admin')
class Admins {
  declaresNothing(): void {}
  @AllowRole('observer') forObservers(): void {}
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
    ['a role on the method', Bare, 'forResponders', { kind: 'role', role: 'responder' }],
    ['an open method', Bare, 'forEverybody', { kind: 'open' }],
    ['the role of the class', Admins, 'declaresNothing', { kind: 'role', role: 'admin' }],
    ['the method before the class', Admins, 'forObservers', { kind: 'role', role: 'observer' }],
    ['an open method of a class with a role', Admins, 'forEverybody', { kind: 'open' }],
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
