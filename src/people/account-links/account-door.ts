import { applyDecorators } from '@nestjs/common';
import { Open } from '../../platform/http/open.js';

/**
 * A POST that people send who are not signed in, to come in or to ask for a way in: accepting an invitation, asking
 * for a reset, completing one, confirming an address. The one place to say what holds for all of these, such as how
 * often somebody may try.
 * @param reason why it needs no sign-in
 */
export const AccountDoor = (reason: string): MethodDecorator => applyDecorators(Open(reason));
