import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountMailer } from '../../access/account-mail.js';
import { CodeSender } from '../../people/code-sender.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { SimulatedTraffic } from '../simulator/simulated-traffic.js';
import { Channels } from './channel.js';
import { ChannelCodeSender } from './channel-code-sender.js';
import { configureChannels } from './configured-channels.js';
import { configureAccountMailer } from './email/account-mailers.js';
import { WebhookPosts } from './webhook/webhook-posts.js';

/** How Rouse reaches people. Global, because people's verification codes and mails about accounts leave by it without knowing it. */
@Global()
@Module({
  providers: [
    SimulatedTraffic,
    WebhookPosts,
    {
      provide: Channels,
      useFactory: (
        settings: Settings,
        dataSource: DataSource,
        traffic: SimulatedTraffic,
        webhooks: WebhookPosts,
        metrics: Metrics,
        logger: Logger,
      ) => configureChannels({ settings, dataSource, traffic, webhooks, metrics, logger }),
      inject: [SETTINGS, DataSource, SimulatedTraffic, WebhookPosts, Metrics, LOGGER],
    },
    { provide: CodeSender, useClass: ChannelCodeSender },
    { provide: AccountMailer, useFactory: configureAccountMailer, inject: [SETTINGS, DataSource, LOGGER] },
  ],
  exports: [Channels, CodeSender, AccountMailer, SimulatedTraffic, WebhookPosts],
})
export class ChannelsModule {}
