import type { DataSource } from 'typeorm';
import type { Settings } from '../../platform/config/settings.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { SimulatedMessageChannel } from '../simulator/simulated-message.channel.js';
import type { SimulatedTraffic } from '../simulator/simulated-traffic.js';
import { SimulatedVoiceChannel } from '../simulator/simulated-voice.channel.js';
import { Channels, type Channel, type ChannelType } from './channel.js';
import { NoMailChannel } from './email/no-mail.channel.js';
import { SmtpChannel } from './email/smtp.channel.js';
import { MeasuredChannel } from './measured-channel.js';
import { ProviderBreaker } from './providers/provider-breaker.js';
import { ProvidersInOrder } from './providers/providers-in-order.js';
import { TwilioAccount } from './twilio/twilio-account.js';
import { TwilioSmsChannel } from './twilio/twilio-sms.channel.js';
import { TwilioVoiceChannel } from './twilio/twilio-voice.channel.js';
import { WebhookChannel } from './webhook/webhook.channel.js';
import type { WebhookPosts } from './webhook/webhook-posts.js';

/** What channels are made of. */
export interface ChannelParts {
  readonly settings: Pick<Settings, 'twilio' | 'secondTwilio' | 'mail' | 'publicUrl'>;
  readonly dataSource: DataSource;
  readonly traffic: SimulatedTraffic;
  readonly webhooks: WebhookPosts;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** The channels that the settings ask for. */
export class ConfiguredChannels extends Channels {
  constructor(
    private readonly channels: Readonly<Record<ChannelType, Channel>>,
    private readonly accounts: readonly TwilioAccount[],
  ) {
    super();
  }

  of(type: ChannelType): Channel {
    return this.channels[type];
  }

  /** So that the first page does not wait for a library to load. Nest calls it before the process is ready. */
  async onApplicationBootstrap(): Promise<void> {
    for (const account of this.accounts) await account.warmUp();
  }
}

/** Twilio and SMTP where they are set; without Twilio the simulator carries everything that is left. */
export function configureChannels(parts: ChannelParts): ConfiguredChannels {
  const { settings, dataSource, traffic, metrics, logger } = parts;
  const { twilio, secondTwilio, mail, publicUrl } = settings;
  const measured = (type: ChannelType, channel: Channel) => new MeasuredChannel(type, channel, metrics);
  const simulatedMessages = (type: 'sms' | 'email') =>
    new SimulatedMessageChannel(type, dataSource, traffic, publicUrl);
  // The simulator shows itself only while Twilio is off; mail that nobody can see would be a lie.
  const withoutServer = twilio === null ? simulatedMessages('email') : new NoMailChannel();
  const email = measured('email', mail === null ? withoutServer : new SmtpChannel(mail, publicUrl, logger));
  const webhook = measured('webhook', new WebhookChannel(parts.webhooks));
  if (twilio === null) {
    const voice = measured('voice', new SimulatedVoiceChannel(dataSource, traffic));
    const sms = measured('sms', simulatedMessages('sms'));
    return new ConfiguredChannels({ sms, voice, email, webhook }, []);
  }
  const first = new TwilioAccount('twilio', twilio, logger);
  const second = secondTwilio === null ? [] : [new TwilioAccount('twilio-2', secondTwilio, logger)];
  const inOrder = (type: 'sms' | 'voice') => providersInOrder(parts, type, first, second);
  return new ConfiguredChannels({ sms: inOrder('sms'), voice: inOrder('voice'), email, webhook }, [
    first,
    ...second,
  ]);
}

/** Twilio's accounts for one type, each with a circuit breaker, in the order in which they are asked. */
function providersInOrder(
  { settings, dataSource, metrics, logger }: ChannelParts,
  type: 'sms' | 'voice',
  first: TwilioAccount,
  others: readonly TwilioAccount[],
): ProvidersInOrder {
  const Provider = type === 'sms' ? TwilioSmsChannel : TwilioVoiceChannel;
  const watch = { logger, open: metrics.providersOpen };
  const guarded = (account: TwilioAccount) => {
    const channel = new Provider(account, dataSource, settings.publicUrl);
    return new ProviderBreaker(new MeasuredChannel(type, channel, metrics), type, watch);
  };
  return new ProvidersInOrder([guarded(first), ...others.map(guarded)], dataSource);
}
