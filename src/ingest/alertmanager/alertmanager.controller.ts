import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Open } from '../../platform/http/open.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { readEventBody, sizeOf } from '../event-body.js';
import { eventBodySchema } from '../event-body-schema.js';
import { EventReception } from '../event-reception.js';
import { EventRoute } from '../event-route.js';
import { toEvents, webhookSchema } from './webhook.js';

const receivedSchema = z.object({ status: z.literal('success') }).meta({ id: 'ReceivedAlerts' });

const EXAMPLE = {
  version: '4',
  status: 'firing',
  receiver: 'rouse',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'DiskFull', instance: 'db-1:9100', severity: 'critical' },
      annotations: { summary: 'Disk full on db-1' },
      startsAt: '2026-01-05T09:00:00Z',
      fingerprint: 'c1f7d08a0b6c1b3e',
    },
  ],
};

@ApiTags('ingest')
@Controller('integrations/:key/alertmanager')
export class AlertmanagerController {
  constructor(
    private readonly reception: EventReception,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @Open('by integration key, in the path')
  @EventRoute(200)
  @ApiOperation({ summary: 'A group of alerts, as the webhook of Alertmanager (version 4) has it' })
  @ApiBody(eventBodySchema(webhookSchema, EXAMPLE))
  @ApiOkResponse({ standardSchema: receivedSchema })
  async receive(@Param('key') key: string, @Body() text: unknown): Promise<z.output<typeof receivedSchema>> {
    const integration = await this.reception.admit(key, 'alertmanager', sizeOf(text));
    const { body, size } = readEventBody(text, webhookSchema);
    const { truncatedAlerts } = body;
    if (truncatedAlerts) {
      const { integrationId } = integration;
      this.logger.warn(
        { integrationId, truncatedAlerts },
        'Alertmanager left alerts out: its max_alerts is too low',
      );
    }
    await this.reception.accept(integration, toEvents(body), size);
    return { status: 'success' };
  }
}
