import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { KnownAddresses } from './known-addresses.js';
import { counted, keyOf, ruleName } from './limit-key.js';
import { limitOfRoute } from './limit-of-route.js';
import { LimitStorage } from './limit-storage.js';
import { LIMITS, type LimitRule } from './limit-table.js';

/** After a success: what had failed before is counted no more, and the address is one from which the account signs in. */
@Injectable()
export class ForgivingInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly storage: LimitStorage,
    private readonly knownAddresses: KnownAddresses,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const limit = limitOfRoute(this.reflector, context);
    if (limit === undefined) return next.handle();
    const rules: readonly LimitRule[] = LIMITS[limit].rules;
    const forgiven = rules.filter((rule) => rule.forgiven);
    if (forgiven.length === 0) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const keys = forgiven.map((rule) => keyOf(ruleName(limit, rule), counted(rule.countedBy, request)));
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        // A page that says what is wrong is an answer like any other, but for its status.
        if (reply.statusCode >= 400) return answer;
        await this.storage.forget(keys);
        if (limit === 'sign-in') await this.knownAddresses.remember(request);
        return answer;
      }),
    );
  }
}
