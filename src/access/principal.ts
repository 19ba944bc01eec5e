import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/http/problem.js';
import type { Asker } from './authorization.js';

/** By what somebody came in: a token of theirs, a session of their browser, or a link or code that was sent to them. */
export interface Credential {
  readonly kind: 'token' | 'session' | 'message';
  readonly id: string;
  /** Of a token: which of its secrets this is; they are counted. */
  readonly secretNumber?: number;
  /** Of a token: when this secret ends by itself; null: never. */
  readonly endsAt?: Date | null;
  /** Of a session: whether its person has shown lately who they are, as dangerous acts ask for. */
  readonly isConfirmed?: boolean;
}

/** Who is asking: a person, or a program with an account of its own, known by id. */
export interface Principal extends Asker {
  readonly name: string;
  readonly isProgram?: boolean;
  readonly credential: Credential;
  /** Where the request came from; for the audit log. */
  readonly sourceAddress: string;
}

/** What somebody is told who does not say who they are. */
export const SIGN_IN = 'Sign in, or send a token: Authorization: Bearer <token>.';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** The one who asks, in a controller's parameters. Only for routes with `@Permit`, where the guard has set it. */
export const Asking = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new Problem(401, SIGN_IN);
  return principal;
});
