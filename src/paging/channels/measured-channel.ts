import type { Metrics } from '../../platform/metrics/metrics.js';
import type { Channel, ChannelType, LookUpOutcome, OutgoingPage, SendOutcome } from './channel.js';

/** One provider's way to reach people, which tells Prometheus how each page handed to it ended and how long that took. */
export class MeasuredChannel implements Channel {
  constructor(
    private readonly type: ChannelType,
    private readonly channel: Channel,
    private readonly metrics: Pick<Metrics, 'attempts' | 'providerCalls'>,
  ) {}

  get provider(): string {
    return this.channel.provider;
  }

  async send(page: OutgoingPage): Promise<SendOutcome> {
    const { type, provider } = this;
    const started = performance.now();
    const outcome = await this.channel.send(page);
    this.metrics.providerCalls.observe({ type, provider }, (performance.now() - started) / 1000);
    this.metrics.attempts.inc({ type, provider, outcome: outcome.kind });
    return outcome;
  }

  lookUp(page: OutgoingPage, since: Date): Promise<LookUpOutcome> {
    return this.channel.lookUp(page, since);
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.channel.say(address, text);
  }

  async hangUp(providerId: string): Promise<void> {
    await this.channel.hangUp?.(providerId);
  }
}
