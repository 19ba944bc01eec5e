import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import { SwapNotices } from './swap-notices.js';
import { closeSwap, readSwap, toSwapView, type StoredSwap } from './swap-store.js';

const ACTIONS = {
  accepted: 'swap.accept',
  declined: 'swap.decline',
  cancelled: 'swap.cancel',
  expired: 'swap.expire',
} as const;

/** Ends requests: the row, the audit entry and what people are told, in the transaction of whoever ends it. */
@Injectable()
export class SwapClosing {
  constructor(
    private readonly auditLog: AuditLog,
    private readonly notices: SwapNotices,
  ) {}

  /** @param before as it was locked */
  async close(
    manager: EntityManager,
    who: Principal,
    before: StoredSwap,
    to: 'accepted' | 'declined' | 'cancelled',
  ): Promise<StoredSwap> {
    const after = await this.write(manager, who, before, to, to === 'cancelled' ? null : who.userId);
    switch (to) {
      case 'accepted':
        await this.notices.accepted(manager, after);
        break;
      case 'declined':
        await this.notices.declined(manager, after, who, true);
        break;
      case 'cancelled':
        await this.notices.cancelled(manager, after);
        break;
    }
    return after;
  }

  /** The one who was asked cannot answer any more; the giver is told. */
  async declineFor(
    manager: EntityManager,
    who: Principal,
    before: StoredSwap,
    asked: { readonly userId: string; readonly name: string },
  ): Promise<void> {
    const after = await this.write(manager, who, before, 'declined', asked.userId);
    await this.notices.declined(manager, after, asked, true);
  }

  /** Its time is over. */
  async expire(manager: EntityManager, before: StoredSwap): Promise<StoredSwap> {
    const after = await this.write(manager, 'system', before, 'expired', null);
    await this.notices.expired(manager, after);
    return after;
  }

  private async write(
    manager: EntityManager,
    who: Principal | 'system',
    before: StoredSwap,
    to: keyof typeof ACTIONS,
    answeredBy: string | null,
  ): Promise<StoredSwap> {
    await closeSwap(manager, before.id, to, answeredBy);
    const after = await readSwap(manager, before.id);
    await this.auditLog.record(manager, who, {
      action: ACTIONS[to],
      objectType: 'swap',
      objectId: before.id,
      before: toSwapView(before),
      after: toSwapView(after),
    });
    return after;
  }
}
