import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension } from '@nestjs/swagger';
import type { PermissionName } from './permission-table.js';

export const ROUTE_PERMISSION = 'rouse:permission';

/**
 * The permission that a route needs. The guard refuses whoever cannot have it at all; the room that knows the object
 * asks `requirePermission` about it. A route with neither this nor `@Open` is refused to everyone.
 */
export const Permit = (permission: PermissionName): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_PERMISSION, permission),
    ApiBearerAuth(),
    ApiCookieAuth('session'),
    ApiExtension('x-permission', permission),
  );
