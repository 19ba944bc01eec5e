import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../platform/http/caller.js';
import { OPEN_ROUTE } from '../platform/http/open.js';
import { Authentication } from './authentication.js';
import { leastRole, scopeReaches } from './authorization.js';
import { permissionOf, type PermissionName } from './permission-table.js';
import { forbidden, requireConfirmation } from './permission.js';
import { ROUTE_PERMISSION } from './permit.js';
import type { Principal } from './principal.js';
import { roleSuffices } from './role.js';

/** What a route says about who may call it. */
export type RouteAccess =
  { kind: 'open' } | { kind: 'permission'; permission: PermissionName } | { kind: 'undeclared' };

type Declaring = Parameters<Reflector['get']>[1];

/** Reads a route's declaration; what stands on the method comes before what stands on its class. */
export function routeAccess(reflector: Reflector, handler: Declaring, controller: Declaring): RouteAccess {
  for (const target of [handler, controller]) {
    if (reflector.get<string | undefined>(OPEN_ROUTE, target) !== undefined) return { kind: 'open' };
    const permission = reflector.get<PermissionName | undefined>(ROUTE_PERMISSION, target);
    if (permission !== undefined) return { kind: 'permission', permission };
  }
  return { kind: 'undeclared' };
}

/**
 * Stands before every route and denies by default: a route is open by declaration, or it names the permission
 * that it needs, or nobody may call it. Turns away whoever cannot have that permission for any object; whether they
 * have it for this one is asked where the object is known.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = routeAccess(this.reflector, context.getHandler(), context.getClass());
    if (access.kind === 'open') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { principal, secret } = await this.authentication.of(request);
    if (access.kind === 'undeclared')
      throw forbidden('This route does not say who may call it, so nobody may.');
    turnAway(principal, access.permission);
    const { kind, id } = principal.credential;
    // Caches know that what is asked for with a header is not for others (RFC 9111 section 3.5); of a cookie they do not.
    if (kind === 'session')
      void context.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store');
    request.principal = principal;
    request.caller = { id: `${kind}:${id}`, personId: principal.userId, secret } satisfies Caller;
    return true;
  }
}

function turnAway(principal: Principal, name: PermissionName): void {
  const permission = permissionOf(name);
  const least = leastRole(permission);
  if (!roleSuffices(principal.role, least))
    throw forbidden(`This needs the role ${least}; yours is ${principal.role}.`);
  if (!scopeReaches(principal.scopes, permission))
    throw forbidden(`This needs a token with the scope ${String(permission.scope)}.`);
  requireConfirmation(principal, permission);
}
