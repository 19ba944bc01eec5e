import type { Transporter } from 'nodemailer';
import type { Settings } from '../../../platform/config/settings.js';
import type { Logger } from '../../../platform/logging/logger.js';
import type { SendOutcome } from '../channel.js';
import { outcomeOfMailFault, readMailFault } from './mail-fault.js';

const ANSWER_WITHIN_MS = 8_000;

/** A plain mail. What is in the fields cannot become a header: the library encodes them. */
export interface Mail {
  to: string | { name: string; address: string };
  subject: string;
  text: string;
  messageId?: string;
}

/** The one place that calls the mail server. Nothing here throws for a fault of the server: faults are classified. */
export class SmtpServer {
  private loading: Promise<Transporter> | null = null;

  constructor(
    private readonly settings: NonNullable<Settings['mail']>,
    private readonly logger: Logger,
  ) {}

  /** @param about what the log line says the mail is about */
  async post(mail: Mail, about: Readonly<Record<string, string | null>>): Promise<SendOutcome> {
    const started = performance.now();
    const outcome = await this.attempt(mail);
    const ms = Math.round(performance.now() - started);
    const level = outcome.kind === 'accepted' ? 'info' : 'warn';
    this.logger[level]({ provider: 'smtp', ...about, ms, outcome }, 'Asked the mail server');
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
