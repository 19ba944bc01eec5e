import { applyDecorators } from '@nestjs/common';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { CarriesSecret } from '../../platform/http/request-body.js';

/**
 * A POST that people send who are not signed in, to come in or to ask for a way in: accepting an invitation, asking
 * for a reset, completing one, confirming an address. The one place for what holds for all of these.
 * @param limit how often it may be tried
 * @param reason why it needs no sign-in
 */
export const AccountDoor = (limit: 'password-reset' | 'mailed-secret', reason: string): MethodDecorator =>
  applyDecorators(Open(reason), Limited(limit), CarriesSecret());
