import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ContactMethods } from '../../people/contact-methods.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';

/** Writes down that a phone reaches its owner: what it was sent was answered. */
@Injectable()
export class ProofsOfReach {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly contactMethods: ContactMethods,
  ) {}

  /** A page was answered by SMS. */
  bySms(phone: string): Promise<void> {
    return this.prove(phone, 'sms', 'page-reply');
  }

  /** A key was pressed in a call. */
  byCall(phone: string): Promise<void> {
    return this.prove(phone, 'voice', 'call-key');
  }

  private async prove(address: string, type: 'sms' | 'voice', how: 'page-reply' | 'call-key'): Promise<void> {
    const { manager } = this.dataSource;
    await this.contactMethods.prove(manager, { address, types: [type] }, how, await this.clock.now(manager));
  }
}
