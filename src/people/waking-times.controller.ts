import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import { ParseId } from '../platform/http/validation.js';
import { wakingHoursSchema, type WakingHoursView } from './waking-hours-schema.js';
import { WakingTimes } from './waking-times.js';

@ApiTags('contact methods')
@Controller('api/v1/users/:id/waking-hours')
export class WakingTimesController {
  constructor(private readonly wakingTimes: WakingTimes) {}

  @Get()
  @Permit('contact.read')
  @ApiOperation({ summary: 'When a person is awake, for the person or an admin' })
  @ApiOkResponse({ standardSchema: wakingHoursSchema })
  get(@Asking() principal: Principal, @Param('id', ParseId) userId: string): Promise<WakingHoursView> {
    return this.wakingTimes.get(principal, userId);
  }

  @Put()
  @Permit('contact.change')
  @ApiOperation({
    summary: 'Let pages of low urgency wait for these hours, in the zone of the person; null: no longer',
  })
  @ApiOkResponse({ standardSchema: wakingHoursSchema })
  replace(
    @Asking() principal: Principal,
    @Param('id', ParseId) userId: string,
    @Body({ schema: wakingHoursSchema }) body: WakingHoursView,
  ): Promise<WakingHoursView> {
    return this.wakingTimes.replace(principal, userId, body);
  }
}
