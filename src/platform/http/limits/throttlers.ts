import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { KnownAddresses } from './known-addresses.js';
import { accountAtAddress, counted, ruleName } from './limit-key.js';
import { limitOfRoute } from './limit-of-route.js';
import { LimitStorage } from './limit-storage.js';
import { LIMITS, type Limit, type LimitRule } from './limit-table.js';

/** RATE_LIMIT_API: requests a minute of one token or session. */
const API = 'api';

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest();

/** Every limit in the throttler's words. */
export const throttling = ThrottlerModule.forRootAsync({
  inject: [SETTINGS, LimitStorage, KnownAddresses, Reflector],
  useFactory: (
    { rateLimits }: Pick<Settings, 'rateLimits'>,
    storage: LimitStorage,
    knownAddresses: KnownAddresses,
    reflector: Reflector,
  ) => ({
    storage,
    setHeaders: false,
    throttlers: [apiThrottler(rateLimits.api), ...namedThrottlers(reflector, knownAddresses)],
  }),
});

function apiThrottler(limit: number): ThrottlerOptions {
  return {
    name: API,
    limit,
    ttl: 60_000,
    skipIf: (context) => requestOf(context).caller === undefined,
    getTracker: (_request, context) => requestOf(context).caller?.id ?? '',
  };
}

function namedThrottlers(reflector: Reflector, knownAddresses: KnownAddresses): ThrottlerOptions[] {
  const toThrottler = (limit: string, rule: LimitRule): ThrottlerOptions => ({
    name: ruleName(limit, rule),
    limit: rule.most,
    ttl: rule.withinSeconds * 1000,
    skipIf: (context) => limitOfRoute(reflector, context) !== limit,
    getTracker: async (_request, context) => {
      const request = requestOf(context);
      const isApart = rule.countedBy === 'account' && (await knownAddresses.isKnown(request));
      return isApart ? accountAtAddress(request) : counted(rule.countedBy, request);
    },
  });
  return Object.entries<Limit>(LIMITS).flatMap(([name, { rules }]) =>
    rules.map((rule) => toThrottler(name, rule)),
  );
}
