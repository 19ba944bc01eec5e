import { Injectable } from '@nestjs/common';
import { CodeSender } from '../../people/code-sender.js';
import { Channels, type ChannelType } from './channel.js';

/** A verification code could not be handed to the provider. */
export class CodeNotSentError extends Error {}

/** Sends verification codes by the same channels as pages. */
@Injectable()
export class ChannelCodeSender extends CodeSender {
  constructor(private readonly channels: Channels) {
    super();
  }

  /** @throws CodeNotSentError when the provider did not take it, with its reason */
  async send(method: { readonly type: ChannelType; readonly address: string }, text: string): Promise<void> {
    const outcome = await this.channels.of(method.type).say(method.address, text);
    if (outcome.kind === 'accepted') return;
    throw new CodeNotSentError(outcome.kind === 'busy' ? `busy (${outcome.code})` : outcome.reason);
  }
}
