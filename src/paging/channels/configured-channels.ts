import type { DataSource } from 'typeorm';
import type { Settings } from '../../platform/config/settings.js';
import type { Logger } from '../../platform/logging/logger.js';
import { SimulatedMessageChannel } from '../simulator/simulated-message.channel.js';
import type { SimulatedTraffic } from '../simulator/simulated-traffic.js';
import { SimulatedVoiceChannel } from '../simulator/simulated-voice.channel.js';
import { Channels, type Channel, type ChannelType } from './channel.js';
import { NoMailChannel } from './email/no-mail.channel.js';
import { SmtpChannel } from './email/smtp.channel.js';
import { TwilioAccount } from './twilio/twilio-account.js';
import { TwilioSmsChannel } from './twilio/twilio-sms.channel.js';
import { TwilioVoiceChannel } from './twilio/twilio-voice.channel.js';

/** The channels that the settings ask for. */
export class ConfiguredChannels extends Channels {
  constructor(
    private readonly channels: Readonly<Record<ChannelType, Channel>>,
    private readonly account: TwilioAccount | null,
  ) {
    super();
  }

  of(type: ChannelType): Channel {
    return this.channels[type];
  }

  /** So that the first page does not wait for a library to load. Nest calls it before the process is ready. */
  async onApplicationBootstrap(): Promise<void> {
    await this.account?.warmUp();
  }
}

/** Twilio and SMTP where they are set; without Twilio the simulator carries everything that is left. */
export function configureChannels(
  settings: Pick<Settings, 'twilio' | 'mail' | 'publicUrl'>,
  dataSource: DataSource,
  traffic: SimulatedTraffic,
  logger: Logger,
): ConfiguredChannels {
  const { twilio, mail, publicUrl } = settings;
  const simulatedMessages = (type: 'sms' | 'email') =>
    new SimulatedMessageChannel(type, dataSource, traffic, publicUrl);
  const account = twilio === null ? null : new TwilioAccount(twilio, logger);
  // The simulator shows itself only while Twilio is off; mail that nobody can see would be a lie.
  const withoutServer = account === null ? simulatedMessages('email') : new NoMailChannel();
  const email = mail === null ? withoutServer : new SmtpChannel(mail, publicUrl, logger);
  if (account === null) {
    const voice = new SimulatedVoiceChannel(dataSource, traffic);
    return new ConfiguredChannels({ sms: simulatedMessages('sms'), voice, email }, null);
  }
  const sms = new TwilioSmsChannel(account, dataSource, publicUrl);
  const voice = new TwilioVoiceChannel(account, dataSource, publicUrl);
  return new ConfiguredChannels({ sms, voice, email }, account);
}
