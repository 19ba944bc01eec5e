import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ContactMethods } from '../../people/contact-methods.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { hurryPagesInVain } from '../engine/pages-in-vain.js';

/** Somebody whose verified phone it is. */
export interface PhoneOwner {
  userId: string;
  timeZone: string;
}

/** The zone in which times are told to a phone. */
export const zoneOf = ([owner]: readonly PhoneOwner[]): string => owner?.timeZone ?? 'UTC';

const STOP_REASON = 'The phone asked to stop.';

/** Whose phone it is, and whether it takes pages. */
@Injectable()
export class PhoneOwners {
  constructor(
    private readonly dataSource: DataSource,
    private readonly contactMethods: ContactMethods,
    private readonly wakeUps: WakeUpQueue,
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

  /** No page goes to this number any more, by SMS or voice, and what waits for it moves on now. */
  async turnOff(phone: string): Promise<void> {
    const wakeUps = await this.dataSource.transaction(async (manager) => {
      const off = await this.contactMethods.disable(manager, phone, STOP_REASON, ['sms', 'voice']);
      return hurryPagesInVain(
        manager,
        off.map(({ contactMethodId }) => contactMethodId),
      );
    });
    await this.wakeUps.schedule(wakeUps);
  }

  /** Whatever it was turned off for: an SMS has just come from it, so it works and its owner wants it. */
  async turnOn(phone: string): Promise<void> {
    await this.dataSource.transaction((manager) => this.contactMethods.enable(manager, phone));
  }
}
