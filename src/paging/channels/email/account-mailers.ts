import type { DataSource } from 'typeorm';
import { AccountMailer, type AccountMail } from '../../../access/account-mail.js';
import type { Settings } from '../../../platform/config/settings.js';
import { newId } from '../../../platform/database/identifier.js';
import type { Logger } from '../../../platform/logging/logger.js';
import { SmtpServer } from './smtp-server.js';

/** A mail about an account that no mail server took. */
export class AccountMailNotSentError extends Error {}

class SmtpAccountMailer extends AccountMailer {
  constructor(private readonly server: SmtpServer) {
    super();
  }

  /** @throws AccountMailNotSentError when the server did not take it, with its reason */
  async send({ to: { userId, name, email }, subject, text }: AccountMail): Promise<void> {
    const outcome = await this.server.post({ to: { name, address: email }, subject, text }, { userId });
    if (outcome.kind === 'accepted') return;
    throw new AccountMailNotSentError(
      outcome.kind === 'busy' ? `the mail server is busy (${outcome.code})` : outcome.reason,
    );
  }
}

/** Into the simulator. What it says may open an account: only admins read the simulator's mailboxes. */
class SimulatedAccountMailer extends AccountMailer {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async send({ to: { email }, subject, text }: AccountMail): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO simulator_messages (id, type, direction, phone, body)
       VALUES ($1, 'email', 'to-phone', $2, $3)`,
      [newId(), email, `${subject}\n\n${text}`],
    );
  }
}

class NoAccountMailer extends AccountMailer {
  send(): Promise<void> {
    return Promise.reject(new AccountMailNotSentError('SMTP_URL and MAIL_FROM are not set'));
  }
}

/** SMTP where it is set, else the simulator, which shows itself only while Twilio is off. */
export function configureAccountMailer(
  { mail, twilio }: Pick<Settings, 'mail' | 'twilio'>,
  dataSource: DataSource,
  logger: Logger,
): AccountMailer {
  if (mail !== null) return new SmtpAccountMailer(new SmtpServer(mail, logger));
  return twilio === null ? new SimulatedAccountMailer(dataSource) : new NoAccountMailer();
}
