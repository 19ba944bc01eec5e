import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { PageStore } from '../engine/page-store.js';
import { CanaryStore } from './canary-store.js';

/**
 * Shows that the sweeper lives and can do what it is there for: its canary moves on only where escalations and pages
 * could be claimed at that moment. So dead or hindered workers are noticed in a quiet night as well (promise 9).
 */
@Injectable()
export class SweptCanary implements SweptDeadlines {
  readonly kind = 'canary';

  constructor(
    private readonly dataSource: DataSource,
    private readonly canaries: CanaryStore,
    private readonly escalations: RunningEscalations,
    private readonly pages: PageStore,
  ) {}

  claimOverdue(_limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return this.canaries.claim('sweeper', graceMs, leaseMs);
  }

  async takeUp(_id: string, fence: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // The claims themselves, of no rows: what stands in their way stands in the canary's.
      await this.escalations.claimOverdue(manager, 0, 0, 0);
      await this.pages.claimOverdue(manager, 0, 0, 0);
      await this.canaries.move(manager, 'sweeper', fence);
    });
  }
}
