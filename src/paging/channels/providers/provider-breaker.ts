import type { Gauge } from 'prom-client';
import type { Logger } from '../../../platform/logging/logger.js';
import type { Channel, ChannelType, SendOutcome } from '../channel.js';
import { admit, admits, admitsInMs, afterCall, CLOSED, verdictOf, type Circuit } from './circuit-breaker.js';

/** Who is told when a provider is given up for a while, or works again. */
export interface BreakerWatch {
  readonly logger: Logger;
  /** 1 while the provider is left alone; labels `provider` and `type`. */
  readonly open: Gauge<'provider' | 'type'>;
}

/** One provider of one type of channel, with what this process knows of how it is. */
export class ProviderBreaker {
  private circuit: Circuit = CLOSED;

  constructor(
    readonly channel: Channel,
    private readonly type: ChannelType,
    private readonly watch: BreakerWatch,
  ) {
    this.show();
  }

  get admits(): boolean {
    return admits(this.circuit, performance.now());
  }

  get admitsInMs(): number {
    return admitsInMs(this.circuit, performance.now());
  }

  /** Makes a call where the circuit lets it through, and learns from its end; null where it does not. */
  async call(work: (channel: Channel) => Promise<SendOutcome>): Promise<SendOutcome | null> {
    const { admitted, circuit } = admit(this.circuit, performance.now());
    this.circuit = circuit;
    if (!admitted) return null;
    const outcome = await work(this.channel);
    this.learn(outcome);
    return outcome;
  }

  private learn(outcome: SendOutcome): void {
    const before = this.circuit;
    this.circuit = afterCall(before, verdictOf(outcome), performance.now());
    if (before.kind === this.circuit.kind) return;
    const what = { provider: this.channel.provider, type: this.type };
    // An operator can do something about this one; what it does to single pages is in their timelines.
    if (this.circuit.kind === 'open') this.watch.logger.error({ ...what, outcome }, OPENED);
    if (this.circuit.kind === 'closed') this.watch.logger.info(what, 'A provider works again');
    this.show();
  }

  private show(): void {
    this.watch.open.set(
      { provider: this.channel.provider, type: this.type },
      this.circuit.kind === 'closed' ? 0 : 1,
    );
  }
}

const OPENED =
  'A provider does not work and is left alone for 15 s at a time; pages go by the next provider or channel';
