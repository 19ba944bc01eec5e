import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/http/problem.js';
import type { Role } from './role.js';

/** Who is asking: a person, known by id, by way of one of their tokens. */
export interface Principal {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly tokenId: string;
  /** Where the request came from; for the audit log. */
  readonly sourceAddress: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** The one who asks, in a controller's parameters. Only for routes with `@AllowRole`, where the guard has set it. */
export const Asking = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Problem(401, 'Sign in with a token: Authorization: Bearer <token>.');
  return principal;
});
