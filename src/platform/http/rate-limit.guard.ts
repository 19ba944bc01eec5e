import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { ApiRateLimit } from './rate-limit.js';

/** Refuses a token that is over its rate. Comes after the guard that says who calls; open routes have no caller. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limit: ApiRateLimit) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!caller) return true;
    const decision = await this.limit.check(caller.id);
    if (decision.allowed) return true;
    throw new Problem(429, 'This token sends more requests a minute than it may.', [], {
      retryAfterSeconds: decision.retryAfterSeconds,
    });
  }
}
