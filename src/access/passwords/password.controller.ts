import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Limited } from '../../platform/http/limits/limited.js';
import { CarriesSecret } from '../../platform/http/request-body.js';
import { Asking, type Principal } from '../principal.js';
import { Permit } from '../permit.js';
import { passwordChangeSchema, type PasswordChangeInput } from './password-change-schema.js';
import { PasswordChange } from './password-change.js';

@ApiTags('me')
@Controller('api/v1/me')
export class PasswordController {
  constructor(private readonly passwordChange: PasswordChange) {}

  @Post('password')
  @Limited('confirmation')
  @Permit('password.change')
  @CarriesSecret()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the own password; all other sessions end' })
  @ApiNoContentResponse()
  change(
    @Asking() principal: Principal,
    @Body({ schema: passwordChangeSchema }) body: PasswordChangeInput,
  ): Promise<void> {
    return this.passwordChange.change(principal, body);
  }
}
