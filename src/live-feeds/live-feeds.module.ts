import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ChangeLog } from './changes/change-log.js';
import { ChangeRetention } from './changes/change-retention.js';
import { ChangeStreams } from './stream/change-streams.js';
import { StreamController } from './stream/stream.controller.js';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.js';
import { WebhookDeliveryStore } from './webhooks/webhook-delivery-store.js';
import { WebhookOutcomes } from './webhooks/webhook-outcomes.js';
import { WebhookPlanner } from './webhooks/webhook-planner.js';
import { WebhookRequests } from './webhooks/webhook-requests.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { Webhooks } from './webhooks/webhooks.js';

/** What happens, told as it happens: to who listens (server-sent events), and to other systems (webhooks). */
@Module({
  imports: [PeopleModule, IncidentsModule],
  controllers: [StreamController, WebhooksController],
  providers: [
    ChangeLog,
    ChangeRetention,
    ChangeStreams,
    Webhooks,
    WebhookDeliveries,
    WebhookDeliveryStore,
    WebhookOutcomes,
    WebhookPlanner,
    WebhookRequests,
    WebhookSender,
  ],
})
export class LiveFeedsModule {}
