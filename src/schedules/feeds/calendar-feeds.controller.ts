import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import { rotationSchema, type Rotation } from '../../access/secret-rotation.js';
import { pageQuerySchema, type Page, type PageQuery } from '../../platform/http/pagination.js';
import { ParseId } from '../../platform/http/validation.js';
import {
  calendarFeedInputSchema,
  calendarFeedPageSchema,
  newCalendarFeedSchema,
  type CalendarFeedInput,
  type CalendarFeedView,
  type NewCalendarFeed,
} from './calendar-feed-schema.js';
import { CalendarFeeds } from './calendar-feeds.js';

@ApiTags('calendar feeds')
@Controller('api/v1/calendar-feeds')
export class CalendarFeedsController {
  constructor(private readonly feeds: CalendarFeeds) {}

  @Post()
  @Permit('calendar-feed.change')
  @ApiOperation({
    summary:
      'Make a secret address from which calendar programs read the shifts of a schedule, person or team',
  })
  @ApiCreatedResponse({ standardSchema: newCalendarFeedSchema })
  create(
    @Asking() principal: Principal,
    @Body({ schema: calendarFeedInputSchema }) body: CalendarFeedInput,
  ): Promise<NewCalendarFeed> {
    return this.feeds.create(principal, body);
  }

  @Get()
  @Permit('calendar-feed.read')
  @ApiOperation({ summary: 'The feeds that the caller made, without their addresses' })
  @ApiOkResponse({ standardSchema: calendarFeedPageSchema })
  page(
    @Asking() principal: Principal,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ): Promise<Page<CalendarFeedView>> {
    return this.feeds.page(principal, query);
  }

  @Post(':id/rotation')
  @HttpCode(200)
  @Permit('calendar-feed.change')
  @ApiOperation({ summary: 'Give a feed a new address; the old one opens for as long as is chosen' })
  @ApiOkResponse({ standardSchema: newCalendarFeedSchema })
  rotate(
    @Asking() principal: Principal,
    @Param('id', ParseId) id: string,
    @Body({ schema: rotationSchema }) body: Rotation,
  ): Promise<NewCalendarFeed> {
    return this.feeds.rotate(principal, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('calendar-feed.change')
  @ApiOperation({ summary: 'Revoke a feed; its address opens nothing from now on' })
  @ApiNoContentResponse()
  revoke(@Asking() principal: Principal, @Param('id', ParseId) id: string): Promise<void> {
    return this.feeds.revoke(principal, id);
  }
}
