import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ParseId } from '../../platform/http/validation.js';
import { Permit } from '../permit.js';
import { Asking, type Principal } from '../principal.js';
import { ProviderPeople } from './provider-people.js';

@ApiTags('users')
@Controller('api/v1/users/:id/single-sign-on')
export class ProviderLinksController {
  constructor(private readonly people: ProviderPeople) {}

  @Delete()
  @Permit('person.manage')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Forget who a person is at the identity provider: their verified address counts next time',
  })
  @ApiNoContentResponse()
  unlink(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.people.unlink(principal, id);
  }
}
