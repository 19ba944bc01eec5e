import type { DataSource } from 'typeorm';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { plainLine } from '../gsm7.js';
import { unclaimed } from './claimed-ids.js';
import type { TwilioAccount } from './twilio-account.js';
import { readOutTwiml } from './twiml.js';

/** Shorter than most voicemail boxes wait: somebody who does not answer is better paged elsewhere. */
const RING_SECONDS = 25;
const LONGEST_CALL_SECONDS = 180;
/** Between Twilio's clock and the database's, and Twilio's times have whole seconds. */
const CLOCK_TOLERANCE_MS = 30_000;

/** Calls through Twilio's Calls resource. What is said is asked for when the call is answered. */
export class TwilioVoiceChannel implements Channel {
  constructor(
    private readonly account: TwilioAccount,
    private readonly dataSource: DataSource,
    private readonly publicUrl: string,
  ) {}

  get provider(): string {
    return this.account.provider;
  }

  send(page: OutgoingPage): Promise<SendOutcome> {
    return this.account.create({ what: 'call', to: page.address, attemptId: page.attemptId }, (client) =>
      client.calls.create({
        to: page.address,
        from: this.account.from,
        url: this.account.callback(`${this.publicUrl}/twilio/voice/${page.pageId}`),
        method: 'POST',
        statusCallback: this.account.callback(`${this.publicUrl}/twilio/status`),
        statusCallbackMethod: 'POST',
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        timeout: RING_SECONDS,
        timeLimit: LONGEST_CALL_SECONDS,
      }),
    );
  }

  /** A call's record does not say what for: the first call to this number since then that no attempt has claimed. */
  async lookUp(page: OutgoingPage, since: Date): Promise<LookUpOutcome> {
    const earliest = since.getTime() - CLOCK_TOLERANCE_MS;
    const answer = await this.account.list(
      { what: 'call', to: page.address, attemptId: page.attemptId },
      async (client, filter) => {
        const calls = await client.calls.list(filter);
        return calls.filter(({ dateCreated }) => dateCreated.getTime() >= earliest);
      },
    );
    if (answer.kind === 'unanswered') return answer;
    const call = (await unclaimed(this.dataSource, this.provider, answer.value)).at(-1);
    return call ? { kind: 'found', providerId: call.sid } : { kind: 'absent' };
  }

  async say(address: string, text: string): Promise<SendOutcome> {
    const twiml = await readOutTwiml(plainLine(text));
    return this.account.create({ what: 'call', to: address }, (client) =>
      client.calls.create({ to: address, from: this.account.from, twiml, timeout: RING_SECONDS }),
    );
  }

  hangUp(providerId: string): Promise<void> {
    return this.account.hangUp(providerId);
  }
}
