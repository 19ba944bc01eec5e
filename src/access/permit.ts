import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
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
    ApiExtension('x-permission', permission),
  );
