import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountMailer, type AccountMail } from '../../access/account-mail.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { linkUrl, noteMailed, type NewLink } from './account-links.js';
import type { SentLink } from './link-schema.js';
import type { LinkedPerson } from './linked-person.js';

type Content = Pick<AccountMail, 'subject' | 'text'>;

/** Sends mail about accounts after the commit of what it tells of, which stands whether or not the mail goes out. */
@Injectable()
export class AccountMails {
  constructor(
    private readonly dataSource: DataSource,
    private readonly mailer: AccountMailer,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns whether it was taken; why not stands in the log */
  async send({ id, name }: LinkedPerson, email: string, content: Content): Promise<boolean> {
    try {
      await this.mailer.send({ to: { userId: id, name, email }, ...content });
      return true;
    } catch (error) {
      this.logger.error({ err: error, userId: id }, 'A mail about an account could not be sent');
      return false;
    }
  }

  /** Sends a link that was just made, and gives it to the caller. @param compose the mail, by the link's address */
  async sendLink(
    person: LinkedPerson,
    email: string,
    link: NewLink,
    compose: (url: string) => Content,
  ): Promise<SentLink> {
    const url = linkUrl(this.settings.publicUrl, link);
    const mailed = await this.send(person, email, compose(url));
    if (mailed) await noteMailed(this.dataSource.manager, link);
    return { url, expiresAt: link.expiresAt.toISOString(), mailed };
  }
}
