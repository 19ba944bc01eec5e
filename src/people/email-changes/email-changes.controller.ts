import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../access/permit.js';
import { Asking, type Principal } from '../../access/principal.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  changedEmailSchema,
  emailChangeSchema,
  type ChangedEmail,
  type EmailChange,
} from './email-change-schema.js';
import { EmailChanges } from './email-changes.js';

@ApiTags('users')
@Controller('api/v1/users/:id/email')
export class EmailChangesController {
  constructor(private readonly changes: EmailChanges) {}

  @Put()
  @Permit('email.change')
  @ApiOperation({
    summary: 'Change an e-mail address: at once by an admin; the own counts once its link was followed',
  })
  @ApiOkResponse({ standardSchema: changedEmailSchema })
  change(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: emailChangeSchema }) { email }: EmailChange,
  ): Promise<ChangedEmail> {
    return this.changes.change(principal, id, email);
  }
}
