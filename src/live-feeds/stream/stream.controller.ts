import { Controller, Get, Header, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags, ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { Asking, type Principal } from '../../access/principal.js';
import { Permit } from '../../access/permit.js';
import { lastingName } from '../../access/token-check.js';
import { problemSchema } from '../../platform/http/problem.js';
import { parsePosition, type ChangePosition } from '../changes/change-position.js';
import { ChangeStreams } from './change-streams.js';
import { streamQuerySchema, type StreamQuery } from './stream-query.js';

const EVENT_STREAM = 'text/event-stream';

@ApiTags('events')
@Controller('api/v1/events')
export class StreamController {
  constructor(private readonly streams: ChangeStreams) {}

  @Get('stream')
  @Permit('organisation.read')
  @Header('cache-control', 'no-cache')
  @Header('x-accel-buffering', 'no')
  @ApiOperation({ summary: 'What happens, as server-sent events: incidents, pages, changes of schedules' })
  @ApiHeader({
    name: 'last-event-id',
    required: false,
    description: 'Where to go on from: the id of the last event that was received',
  })
  @ApiOkResponse({
    description: 'Events with id, event and data; resume with Last-Event-ID. See docs/live-feeds.md',
    content: { [EVENT_STREAM]: { schema: { type: 'string' } } },
  })
  @ApiTooManyRequestsResponse({
    standardSchema: problemSchema,
    description: 'The token has too many streams',
  })
  async stream(
    @Asking() principal: Principal,
    @Query({ schema: streamQuerySchema }) { kinds, incidentId, lastEventId }: StreamQuery,
    @Headers('last-event-id') resumeAt?: string,
  ): Promise<StreamableFile> {
    const filter = { topics: kinds, incidentId: incidentId ?? null };
    const from = startOf(resumeAt ?? '') ?? startOf(lastEventId ?? '');
    return new StreamableFile(await this.streams.open(lastingName(principal.credential), filter, from), {
      type: EVENT_STREAM,
    });
  }
}

/** A header that nobody here gave is not refused: a client that resumes has no other way to hear that it must reload. */
function startOf(eventId: string): ChangePosition | 'unknown' | null {
  return eventId === '' ? null : (parsePosition(eventId) ?? 'unknown');
}
