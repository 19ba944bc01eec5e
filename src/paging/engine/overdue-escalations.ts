import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RunningEscalations } from '../../escalations/running-escalations.js';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { AdvanceEscalationHandler } from './advance-escalation.handler.js';

/** Escalations whose wake-up did not come, for the sweeper. */
@Injectable()
export class OverdueEscalations implements SweptDeadlines {
  readonly kind = 'escalation';

  constructor(
    private readonly dataSource: DataSource,
    private readonly escalations: RunningEscalations,
    private readonly advance: AdvanceEscalationHandler,
  ) {}

  claimOverdue(limit: number, graceMs: number, leaseMs: number): Promise<ClaimedDeadline[]> {
    return this.escalations.claimOverdue(this.dataSource.manager, limit, graceMs, leaseMs);
  }

  takeUp(id: string, fence: number): Promise<void> {
    return this.advance.advance(id, fence, true);
  }

  takeUpMany(claimed: readonly ClaimedDeadline[]): Promise<void> {
    return this.advance.advanceMany(claimed.map((each) => ({ ...each, claimed: true })));
  }
}
