import type { Settings } from '../../../platform/config/settings.js';
import type { Logger } from '../../../platform/logging/logger.js';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { mailText } from '../page-text.js';
import { SmtpServer } from './smtp-server.js';

/** Mail over SMTP. The server's word that it took the mail is all that can be known: there are no receipts. */
export class SmtpChannel implements Channel {
  readonly provider = 'smtp';
  private readonly server: SmtpServer;

  constructor(
    settings: NonNullable<Settings['mail']>,
    private readonly publicUrl: string,
    logger: Logger,
  ) {
    this.server = new SmtpServer(settings, logger);
  }

  send(page: OutgoingPage): Promise<SendOutcome> {
    const { attemptId } = page;
    // The same attempt has the same Message-ID, so that a mail program shows a repeat once.
    const messageId = `<${attemptId}@${new URL(this.publicUrl).hostname}>`;
    const mail = { to: page.address, ...mailText(page, page.moment ?? null, this.publicUrl), messageId };
    return this.server.post(mail, { attemptId });
  }

  lookUp(): Promise<LookUpOutcome> {
    return Promise.resolve({ kind: 'unanswered', reason: 'a mail server does not tell what it took' });
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.server.post({ to: address, subject: 'From Rouse', text }, { attemptId: null });
  }
}
