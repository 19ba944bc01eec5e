import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';
import { keyOf } from './limit-key.js';
import { limitOfRoute } from './limit-of-route.js';
import { toldBy } from './limit-table.js';

/**
 * Refuses whoever is over a limit: a token over its rate, and whoever is over the limit that the route names. Comes after
 * the guard that says who calls.
 */
@Injectable()
export class LimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    return Promise.resolve(caller === undefined && limitOfRoute(this.reflector, context) === undefined);
  }

  protected override generateKey(_context: ExecutionContext, of: string, rule: string): string {
    return keyOf(rule, of);
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { key, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw tooMany(toldBy(key), timeToBlockExpire);
  }
}

/** 429, and when to come again. */
export const tooMany = (told: string, retryAfterSeconds: number): Problem =>
  new Problem(429, told, [], { retryAfterSeconds });
