import { Body, Controller, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBadRequestResponse, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Open } from '../../platform/http/open.js';
import { readEventBody } from '../event-body.js';
import { eventBodySchema } from '../event-body-schema.js';
import { EventReception, madeUpDedupKey } from '../event-reception.js';
import { EventRoute } from '../event-route.js';
import { enqueueSchema, toEvent } from './enqueue-event.js';

const enqueuedSchema = z
  .object({ status: z.literal('success'), message: z.literal('Event processed'), dedup_key: z.string() })
  .meta({ id: 'EnqueuedEvent' });
const invalidEventSchema = z
  .object({ status: z.literal('invalid event'), message: z.string(), errors: z.array(z.string()) })
  .meta({ id: 'InvalidEvent' });

const EXAMPLE = {
  routing_key: '<the key of the integration>',
  event_action: 'trigger',
  dedup_key: 'disk/db-1',
  payload: { summary: 'Disk full on db-1', source: 'db-1', severity: 'critical' },
};

@ApiTags('ingest')
@Controller('v2')
export class EventsV2Controller {
  constructor(private readonly reception: EventReception) {}

  @Post('enqueue')
  @Open('by integration key, in the body')
  @EventRoute(202)
  @ApiOperation({ summary: 'An event, as PagerDuty Events API v2 has it' })
  @ApiBody(eventBodySchema(enqueueSchema, EXAMPLE))
  @ApiAcceptedResponse({ standardSchema: enqueuedSchema })
  @ApiBadRequestResponse({ standardSchema: invalidEventSchema })
  async enqueue(@Body() text: unknown): Promise<z.output<typeof enqueuedSchema>> {
    const { body, received, size } = readEventBody(text, enqueueSchema);
    const integration = await this.reception.admit(body.routing_key, 'events-v2', size);
    const event = toEvent(body, received, body.dedup_key ?? madeUpDedupKey());
    await this.reception.accept(integration, [event], size);
    return { status: 'success', message: 'Event processed', dedup_key: event.dedupKey };
  }
}
