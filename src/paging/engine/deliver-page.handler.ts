import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { WakeUpHandler, Woken } from '../../platform/queue/wake-up.js';
import { DELIVER_PAGE } from './deliver-page.job.js';
import { DeliverPages } from './deliver-pages.js';
import { PageStore } from './page-store.js';
import { ProviderCalls } from './provider-calls.js';

/** So many pages are claimed at a time. */
const MOST_TOGETHER = 100;
/** What found no room is taken up again when so many calls have ended. */
const WORTH_WHILE = 25;
/** What was claimed and not finished comes back after this time. */
const LEASE_MS = 15_000;

/** Wakes the delivery of pages, as far as there is room for calls. */
@Injectable()
export class DeliverPageHandler implements WakeUpHandler {
  readonly kind = DELIVER_PAGE;
  private isShortOfRoom = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly deliverPages: DeliverPages,
    private readonly pages: PageStore,
    private readonly calls: ProviderCalls,
  ) {
    calls.whenRoom(() => this.takeUpWhatIsLeft());
  }

  handle(woken: Woken): Promise<void> {
    return this.handleMany([woken]);
  }

  /** Resolves when it is decided. What finds no room for its call stays due, and goes in the order of the claim. */
  async handleMany(woken: readonly Woken[]): Promise<void> {
    const { room } = this.calls;
    if (woken.length > room) this.isShortOfRoom = true;
    await this.deliverPages.deliver(woken.slice(0, room), false);
  }

  /** Called whenever a call has ended; what waits for room does not wait for the sweeper as well. */
  private async takeUpWhatIsLeft(): Promise<void> {
    const { room } = this.calls;
    if (!this.isShortOfRoom || room < WORTH_WHILE) return;
    this.isShortOfRoom = false;
    const most = Math.min(room, MOST_TOGETHER);
    const claimed = await this.pages.claimOverdue(this.dataSource.manager, most, 0, LEASE_MS);
    if (claimed.length === most) this.isShortOfRoom = true;
    await this.deliverPages.deliver(claimed, true);
  }
}
