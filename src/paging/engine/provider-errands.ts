import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, withLogContext, type Logger } from '../../platform/logging/logger.js';
import { Channels, type ChannelType } from '../channels/channel.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import type { OutgoingMessage } from './outgoing-message.js';
import { PageLatency } from './page-latency.js';
import type { PageWaits } from './page-waits.js';
import { ProviderCalls } from './provider-calls.js';

/** What is to be done at providers, outside the transaction that decided it. */
export interface Errands {
  readonly messages: readonly (OutgoingMessage & { readonly waits: PageWaits })[];
  /** `since`: when the attempt was made, which is so many seconds ago. */
  readonly lookUps: readonly (OutgoingMessage & { readonly since: Date; readonly ageSeconds: number })[];
}

/** Calls providers, and has written down how that ended. */
@Injectable()
export class ProviderErrands {
  constructor(
    private readonly channels: Channels,
    private readonly calls: ProviderCalls,
    private readonly outcomes: DeliveryOutcomes,
    private readonly latency: PageLatency,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Under which name attempts by this way are written. */
  providerOf(type: ChannelType): string {
    return this.channels.of(type).provider;
  }

  /** Begins them all; they go on by themselves. */
  begin({ messages, lookUps }: Errands): void {
    for (const message of messages) this.call(message, () => this.send(message));
    for (const lookUp of lookUps) this.call(lookUp, () => this.lookUp(lookUp));
  }

  private call({ page }: OutgoingMessage, work: () => Promise<void>): void {
    const giveBack = this.calls.take(1);
    this.calls.letGo(withLogContext({ incidentId: page.incidentId }, work).finally(giveBack));
  }

  private async send({ page, attempts, waits }: Errands['messages'][number]): Promise<void> {
    const { type, pageId } = page;
    this.latency.observe(type, waits);
    const outcome = await this.channels.of(type).send(page);
    this.logger.info(
      { pageId, type, outcome: outcome.kind, pages: attempts.length },
      'A page was handed to the provider',
    );
    if (outcome.kind === 'refused' && outcome.consequence === 'tell-operators') {
      this.logger.error(
        { code: outcome.code, reason: outcome.reason },
        'The provider refuses what Rouse is set up with; pages by it fail until somebody mends that',
      );
    }
    await this.outcomes.record({ kind: 'send', attempts, outcome });
  }

  private async lookUp({ page, attempts, since, ageSeconds }: Errands['lookUps'][number]): Promise<void> {
    const outcome = await this.channels.of(page.type).lookUp(page, since);
    this.logger.warn(
      { pageId: page.pageId, outcome: outcome.kind },
      'Looked up an attempt whose outcome was unknown',
    );
    await this.outcomes.record({ kind: 'look-up', attempts, outcome, ageSeconds });
  }
}
