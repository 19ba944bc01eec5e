import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export const OPEN_ROUTE = 'rouse:open-route';

/**
 * A route that needs no sign-in: health, signed webhooks, ingest by key. The reason is told in the route table;
 * every other route is refused unless it names a role.
 */
export const Open = (reason: string): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(OPEN_ROUTE, reason), ApiSecurity({}));
