import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { DeliverPages } from './deliver-pages.js';
import { PageStore } from './page-store.js';
import { ProviderCalls } from './provider-calls.js';

/** Pages whose wake-up did not come, for the sweeper: as many as there is room for calls. */
@Injectable()
export class OverduePages implements SweptDeadlines {
  readonly kind = 'page';

  constructor(
    private readonly dataSource: DataSource,
    private readonly pages: PageStore,
    private readonly deliver: DeliverPages,
    private readonly calls: ProviderCalls,
  ) {}

  async claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    const room = Math.min(limit, this.calls.room);
    return room === 0 ? [] : this.pages.claimOverdue(this.dataSource.manager, room, graceMs, leaseMs);
  }

  takeUp(id: string, fence: number): Promise<void> {
    return this.takeUpMany([{ id, fence }]);
  }

  takeUpMany(claimed: readonly ClaimedDeadline[]): Promise<void> {
    return this.deliver.deliver(claimed, true);
  }
}
