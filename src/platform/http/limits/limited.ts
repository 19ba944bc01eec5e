import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ForgivingInterceptor } from './forgiving.interceptor.js';
import { ROUTE_LIMIT } from './limit-of-route.js';
import type { LimitName } from './limit-table.js';

/**
 * The limit that a route or all routes of a controller stand under, by its row in `LIMITS`: 429 with `Retry-After` for
 * whoever is over it, before anything of the route runs. `account` is the field `email` of the body.
 */
export const Limited = (limit: LimitName): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ROUTE_LIMIT, limit), UseInterceptors(ForgivingInterceptor));
