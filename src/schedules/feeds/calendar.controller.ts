import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Limited } from '../../platform/http/limits/limited.js';
import { Open } from '../../platform/http/open.js';
import { calendarQuerySchema, type CalendarQuery } from './calendar-feed-schema.js';
import { CalendarReader } from './calendar-reader.js';
import { isNotModified } from './conditional-request.js';

/** Calendars for calendar programs, which cannot sign in. HEAD is answered as GET is, without the body. */
@ApiTags('calendar feeds')
@Controller('calendar')
export class CalendarController {
  constructor(private readonly calendars: CalendarReader) {}

  @Get(':secret.ics')
  @Limited('calendar')
  @Open('the address is the secret')
  @ApiOperation({
    summary: 'A calendar, iCalendar; `?alarm=` minutes before, `?gaps=1` with what nobody covers',
  })
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  async get(
    @Param('secret') secret: string,
    @Query({ schema: calendarQuerySchema }) query: CalendarQuery,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Headers('if-modified-since') ifModifiedSince: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const calendar = await this.calendars.read(secret, query);
    void reply.headers({
      etag: calendar.etag,
      'last-modified': calendar.lastModified.toUTCString(),
      // Kept by the program alone, and asked for again each time: a revoked address shows nothing more.
      'cache-control': 'private, no-cache',
    });
    if (isNotModified({ ifNoneMatch, ifModifiedSince }, calendar)) {
      void reply.status(304);
      return '';
    }
    void reply.type('text/calendar; charset=utf-8').header('x-content-type-options', 'nosniff');
    return calendar.text();
  }
}
