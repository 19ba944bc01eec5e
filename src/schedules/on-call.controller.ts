import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Asking, type Principal } from '../access/principal.js';
import { Permit } from '../access/permit.js';
import type { Page } from '../platform/http/pagination.js';
import { ParseId } from '../platform/http/validation.js';
import { OnCall } from './on-call.js';
import {
  onCallPageQuerySchema,
  onCallPageSchema,
  onCallQuerySchema,
  onCallSchema,
  type OnCallPageQuery,
  type OnCallQuery,
  type OnCallView,
} from './on-call-view.js';
import { OwnSchedules } from './own-schedules.js';
import { ownSchedulesSchema, type OwnSchedulesView } from './own-schedules-schema.js';

@ApiTags('on call')
@Controller('api/v1')
export class OnCallController {
  constructor(
    private readonly onCall: OnCall,
    private readonly ownSchedules: OwnSchedules,
  ) {}

  @Get('schedules/:id/on-call')
  @Permit('organisation.read')
  @ApiOperation({
    summary: 'Who is on call in a schedule, until when, and who is next; or was, as known at some time',
  })
  @ApiOkResponse({ standardSchema: onCallSchema })
  of(
    @Param('id', ParseId) id: string,
    @Query({ schema: onCallQuerySchema }) query: OnCallQuery,
  ): Promise<OnCallView> {
    return this.onCall.of(id, query);
  }

  @Get('on-call')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who is on call in every schedule' })
  @ApiOkResponse({ standardSchema: onCallPageSchema })
  page(@Query({ schema: onCallPageQuerySchema }) query: OnCallPageQuery): Promise<Page<OnCallView>> {
    return this.onCall.page(query);
  }

  @Get('me/schedules')
  @Permit('organisation.read')
  @ApiOperation({
    summary:
      'Who is on call in the schedules of my teams and those that I am in, and what nobody covers there in the next 14 days',
  })
  @ApiOkResponse({ standardSchema: ownSchedulesSchema })
  mine(@Asking() principal: Principal): Promise<OwnSchedulesView> {
    return this.ownSchedules.of(principal);
  }
}
