import type { DataSource } from 'typeorm';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { isTextOf, smsLine, smsText } from '../page-text.js';
import { unclaimed } from './claimed-ids.js';
import type { TwilioAccount } from './twilio-account.js';

/** A page that could not leave the carrier's queue for so long is old news; by then others were paged. */
const VALIDITY_SECONDS = 240;
/** Between Twilio's clock and the database's. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** SMS through Twilio's Messages resource. */
export class TwilioSmsChannel implements Channel {
  constructor(
    private readonly account: TwilioAccount,
    private readonly dataSource: DataSource,
    private readonly publicUrl: string,
  ) {}

  get provider(): string {
    return this.account.provider;
  }

  send(page: OutgoingPage): Promise<SendOutcome> {
    return this.account.create({ what: 'sms', to: page.address, attemptId: page.attemptId }, (client) =>
      client.messages.create({
        to: page.address,
        from: this.account.from,
        body: smsText(page, page.moment ?? null),
        statusCallback: this.account.callback(`${this.publicUrl}/twilio/status`),
        validityPeriod: VALIDITY_SECONDS,
      }),
    );
  }

  async lookUp(page: OutgoingPage, since: Date): Promise<LookUpOutcome> {
    const earliest = since.getTime() - CLOCK_TOLERANCE_MS;
    const answer = await this.account.list(
      { what: 'sms', to: page.address, attemptId: page.attemptId },
      async (client, filter) => {
        const messages = await client.messages.list(filter);
        return messages.filter(
          ({ dateCreated, body }) => dateCreated.getTime() >= earliest && isTextOf(page, body),
        );
      },
    );
    if (answer.kind === 'unanswered') return answer;
    const [message] = await unclaimed(this.dataSource, this.provider, answer.value);
    return message ? { kind: 'found', providerId: message.sid } : { kind: 'absent' };
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.account.create({ what: 'sms', to: address }, (client) =>
      client.messages.create({
        to: address,
        from: this.account.from,
        body: smsLine(text),
        validityPeriod: VALIDITY_SECONDS,
      }),
    );
  }
}
