import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../platform/http/caller.js';
import { OPEN_ROUTE } from '../platform/http/open.js';
import { Problem } from '../platform/http/problem.js';
import { forbidden } from './permission.js';
import type { Principal } from './principal.js';
import { ALLOWED_ROLE, roleSuffices, type Role } from './role.js';
import { TokenCheck } from './token-check.js';
import { bearerToken } from './token-secret.js';

/** What a route says about who may call it. */
export type RouteAccess = { kind: 'open' } | { kind: 'role'; role: Role } | { kind: 'undeclared' };

type Declaring = Parameters<Reflector['get']>[1];

/** Reads a route's declaration; what stands on the method comes before what stands on its class. */
export function routeAccess(reflector: Reflector, handler: Declaring, controller: Declaring): RouteAccess {
  for (const target of [handler, controller]) {
    if (reflector.get<string | undefined>(OPEN_ROUTE, target) !== undefined) return { kind: 'open' };
    const role = reflector.get<Role | undefined>(ALLOWED_ROLE, target);
    if (role !== undefined) return { kind: 'role', role };
  }
  return { kind: 'undeclared' };
}

/**
 * Stands before every route and denies by default: a route is open by declaration, or it names the least role
 * that may call it, or nobody may.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = routeAccess(this.reflector, context.getHandler(), context.getClass());
    if (access.kind === 'open') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { principal, token } = await this.signIn(request);
    if (access.kind === 'undeclared')
      throw forbidden('This route does not say who may call it, so nobody may.');
    if (!roleSuffices(principal.role, access.role)) {
      throw forbidden(`This needs the role ${access.role}; yours is ${principal.role}.`);
    }
    request.principal = principal;
    request.caller = { id: `token:${principal.tokenId}`, secret: token } satisfies Caller;
    return true;
  }

  private async signIn(request: FastifyRequest): Promise<{ principal: Principal; token: string }> {
    const token = bearerToken(request.headers.authorization);
    if (token === null) throw new Problem(401, 'Sign in with a token: Authorization: Bearer <token>.');
    const holder = await this.tokens.holderOf(token);
    if (!holder) throw new Problem(401, 'This token is not valid: it is unknown, expired or revoked.');
    return { principal: { ...holder, sourceAddress: request.ip }, token };
  }
}
