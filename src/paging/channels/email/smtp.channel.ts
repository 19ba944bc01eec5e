import type { Transporter } from 'nodemailer';
import type { Settings } from '../../../platform/config/settings.js';
import type { Logger } from '../../../platform/logging/logger.js';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { mailText } from '../page-text.js';
import { outcomeOfMailFault, readMailFault } from './mail-fault.js';

const ANSWER_WITHIN_MS = 8_000;

interface Mail {
  to: string;
  subject: string;
  text: string;
  messageId?: string;
}

/** Mail over SMTP. The server's word that it took the mail is all that can be known: there are no receipts. */
export class SmtpChannel implements Channel {
  readonly provider = 'smtp';
  private loading: Promise<Transporter> | null = null;

  constructor(
    private readonly settings: NonNullable<Settings['mail']>,
    private readonly publicUrl: string,
    private readonly logger: Logger,
  ) {}

  send(page: OutgoingPage): Promise<SendOutcome> {
    // The same attempt has the same Message-ID, so that a mail program shows a repeat once.
    const messageId = `<${page.attemptId}@${new URL(this.publicUrl).hostname}>`;
    return this.post(
      { to: page.address, ...mailText(page, page.moment ?? null, this.publicUrl), messageId },
      page.attemptId,
    );
  }

  lookUp(): Promise<LookUpOutcome> {
    return Promise.resolve({ kind: 'unanswered', reason: 'a mail server does not tell what it took' });
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.post({ to: address, subject: 'From Rouse', text }, null);
  }

  private async post(mail: Mail, attemptId: string | null): Promise<SendOutcome> {
    const started = performance.now();
    const outcome = await this.attempt(mail);
    const ms = Math.round(performance.now() - started);
    const level = outcome.kind === 'accepted' ? 'info' : 'warn';
    this.logger[level]({ provider: this.provider, attemptId, ms, outcome }, 'Asked the mail server');
    return outcome;
  }

  private async attempt(mail: Mail): Promise<SendOutcome> {
    try {
      const transporter = await this.transporter();
      const { messageId } = await transporter.sendMail({ from: this.settings.from, ...mail });
      return { kind: 'accepted', providerId: messageId };
    } catch (error) {
      return outcomeOfMailFault(readMailFault(error));
    }
  }

  private transporter(): Promise<Transporter> {
    this.loading ??= this.load();
    return this.loading;
  }

  /** Loaded with the first mail: it is 13 MB that most processes never need. */
  private async load(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: this.settings.url,
      connectionTimeout: ANSWER_WITHIN_MS,
      greetingTimeout: ANSWER_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
      dnsTimeout: ANSWER_WITHIN_MS,
    });
  }
}
