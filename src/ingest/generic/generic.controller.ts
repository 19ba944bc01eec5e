import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Open } from '../../platform/http/open.js';
import { readEventBody, sizeOf } from '../event-body.js';
import { eventBodySchema } from '../event-body-schema.js';
import { EventReception, madeUpDedupKey } from '../event-reception.js';
import { EventRoute } from '../event-route.js';
import { genericEventSchema, toEvent } from './generic-event.js';

const acceptedSchema = z
  .object({ status: z.literal('accepted'), dedupKey: z.string() })
  .meta({ id: 'AcceptedEvent' });

const EXAMPLE = {
  summary: 'Backup of db-1 failed',
  dedupKey: 'backup/db-1',
  severity: 'error',
  details: { exitCode: 1 },
};

@ApiTags('ingest')
@Controller('integrations/:key/generic')
export class GenericController {
  constructor(private readonly reception: EventReception) {}

  @Post()
  @Open('by integration key, in the path')
  @EventRoute(202)
  @ApiOperation({ summary: 'An event from anything that can post JSON' })
  @ApiBody(eventBodySchema(genericEventSchema, EXAMPLE))
  @ApiAcceptedResponse({ standardSchema: acceptedSchema })
  async receive(@Param('key') key: string, @Body() text: unknown): Promise<z.output<typeof acceptedSchema>> {
    const integration = await this.reception.admit(key, 'generic', sizeOf(text));
    const { body, received, size } = readEventBody(text, genericEventSchema);
    const event = toEvent(body, received, body.dedupKey ?? madeUpDedupKey());
    await this.reception.accept(integration, [event], size);
    return { status: 'accepted', dedupKey: event.dedupKey };
  }
}
