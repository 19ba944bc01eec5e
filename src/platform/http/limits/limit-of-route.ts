import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { LimitName } from './limit-table.js';

export const ROUTE_LIMIT = 'rouse:route-limit';

/** The limit that a route names, on itself or on its class. */
export const limitOfRoute = (reflector: Reflector, context: ExecutionContext): LimitName | undefined =>
  reflector.getAllAndOverride<LimitName | undefined>(ROUTE_LIMIT, [context.getHandler(), context.getClass()]);
