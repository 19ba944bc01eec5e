import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { redactPhoneNumber } from '../../platform/logging/redaction.js';
import { ContactMethods } from '../../people/contact-methods.js';
import { Channels, type ChannelType } from '../channels/channel.js';
import { phoneSwitchedNotice } from './answers.js';

/** Somebody whose verified phone it is. */
export interface PhoneOwner {
  userId: string;
  timeZone: string;
}

const STOP_REASON = 'The phone asked to stop.';

/** Whose phone it is, and whether it takes pages. */
@Injectable()
export class PhoneOwners {
  constructor(
    private readonly dataSource: DataSource,
    private readonly contactMethods: ContactMethods,
    private readonly channels: Channels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Everybody who has verified this number, each once. Also while it is turned off: they may still answer. */
  async of(phone: string): Promise<PhoneOwner[]> {
    const { manager } = this.dataSource;
    const owners = await this.contactMethods.ownersOf(manager, phone);
    return manager.query<PhoneOwner[]>(
      `SELECT id AS "userId", time_zone AS "timeZone" FROM users WHERE id = ANY($1::uuid[]) ORDER BY id`,
      [owners.filter((owner) => owner.type !== 'email').map((owner) => owner.userId)],
    );
  }

  /** No page goes to this number any more, by SMS or voice; its owners are told another way. */
  async turnOff(phone: string): Promise<void> {
    const turnedOff = await this.dataSource.transaction((manager) =>
      this.contactMethods.disable(manager, phone, STOP_REASON, ['sms', 'voice']),
    );
    await this.tellOwners(phone, turnedOff, false);
  }

  /** Whatever it was turned off for: an SMS has just come from it, so it works and its owner wants it. */
  async turnOn(phone: string): Promise<void> {
    const turnedOn = await this.dataSource.transaction((manager) =>
      this.contactMethods.enable(manager, phone),
    );
    await this.tellOwners(phone, turnedOn, true);
  }

  private async tellOwners(
    phone: string,
    methods: readonly { userId: string }[],
    on: boolean,
  ): Promise<void> {
    for (const userId of new Set(methods.map((method) => method.userId))) {
      const other = await this.otherMethodOf(userId, phone);
      if (other === null) {
        this.logger.warn(
          { userId, phone: redactPhoneNumber(phone), on },
          'A phone was switched, and its owner has no other method to be told by',
        );
        continue;
      }
      await this.channels.of(other.type).say(other.address, phoneSwitchedNotice(phone, on));
    }
  }

  /** Mail before messages before calls: it is news, not an emergency. */
  private async otherMethodOf(
    userId: string,
    phone: string,
  ): Promise<{ type: ChannelType; address: string } | null> {
    const [method] = await this.dataSource.query<{ type: ChannelType; address: string }[]>(
      `SELECT type, address FROM contact_methods
       WHERE user_id = $1 AND address <> $2 AND verified_at IS NOT NULL AND disabled_at IS NULL
       ORDER BY array_position(ARRAY['email', 'sms', 'voice'], type), id LIMIT 1`,
      [userId, phone],
    );
    return method ?? null;
  }
}
