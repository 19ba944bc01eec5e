import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../../../platform/config/settings.js';
import { ProviderRequests } from '../../provider-requests.js';
import { StatusReports } from '../../status-reports.js';
import { SmsReplies } from '../../../replies/sms-replies.js';
import { VoiceConversation } from '../../../replies/voice-conversation.js';
import type { VoiceTurn } from '../../voice-script.js';
import { markedWith, type TwilioProvider } from '../twilio-accounts.js';
import { messagesTwiml, voiceTwiml } from '../twiml.js';
import type { InboundSmsRequest, KeyPressedRequest, StatusRequest } from './twilio-requests.js';

const repliesSchema = z.array(z.string());

/** What Twilio asks, answered in its own language. */
@Injectable()
export class TwilioWebhooks {
  constructor(
    private readonly replies: SmsReplies,
    private readonly conversation: VoiceConversation,
    private readonly reports: StatusReports,
    private readonly requests: ProviderRequests,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /** An SMS came in. A repeat of the same one changes nothing and gets the same answer. */
  async smsArrived(provider: TwilioProvider, { MessageSid, From, Body }: InboundSmsRequest): Promise<string> {
    const answer = await this.requests.once(provider, MessageSid, 'sms', async () =>
      JSON.stringify(await this.replies.answer({ from: From, body: Body })),
    );
    return messagesTwiml(repliesSchema.parse(JSON.parse(answer)));
  }

  async callAnswered(provider: TwilioProvider, pageId: string): Promise<string> {
    return this.speak(provider, pageId, await this.conversation.greet(pageId));
  }

  async keyPressed(
    provider: TwilioProvider,
    pageId: string,
    turn: number,
    { CallSid, Digits }: KeyPressedRequest,
  ): Promise<string> {
    const call = { provider, callId: CallSid, pageId };
    return this.speak(provider, pageId, await this.conversation.press(call, turn, Digits));
  }

  async statusChanged(provider: TwilioProvider, request: StatusRequest): Promise<void> {
    await this.reports.take({ provider, ...request });
  }

  private speak(provider: TwilioProvider, pageId: string, turn: VoiceTurn): Promise<string> {
    const address = `${this.settings.publicUrl}/twilio/voice/${encodeURIComponent(pageId)}/keys`;
    return voiceTwiml(turn, (next) => markedWith(provider, `${address}?turn=${next}`));
  }
}
