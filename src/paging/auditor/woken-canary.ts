import { Injectable } from '@nestjs/common';
import type { ClaimedDeadline, SweptDeadlines } from '../../platform/queue/overdue-work.js';
import type { WakeUpHandler, Woken } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { CANARY_SECONDS, CanaryStore } from './canary-store.js';

/** Once the chain of wake-ups is broken the next one is tried after this time. */
const ANEW_MS = 2_000;

/**
 * Shows that wake-ups come through the queue: each sets the alarm for the next. Where one does not come the sweeper
 * finds this canary, as it finds pages; but it only sets the alarm anew, and does not move the canary on.
 */
@Injectable()
export class WokenCanary implements WakeUpHandler, SweptDeadlines {
  readonly kind = 'canary-wake-up';

  constructor(
    private readonly canaries: CanaryStore,
    private readonly wakeUps: WakeUpQueue,
  ) {}

  async handle({ fence }: Woken): Promise<void> {
    const next = await this.canaries.moveWhenDue('wake-up', fence);
    if (next !== null) await this.setAlarm(next, CANARY_SECONDS * 1_000);
  }

  claimOverdue(_limit: number, graceMs: number): Promise<ClaimedDeadline[]> {
    return this.canaries.claim('wake-up', graceMs, ANEW_MS);
  }

  takeUp(_id: string, fence: number): Promise<void> {
    return this.setAlarm(fence, ANEW_MS);
  }

  /** Through the queue, however soon it is: only what is due at once a worker keeps for itself. */
  private setAlarm(fence: number, delayMs: number): Promise<void> {
    return this.wakeUps.schedule([{ kind: this.kind, id: 'wake-up', fence, delayMs }]);
  }
}
