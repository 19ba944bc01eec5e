import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { forbidden } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { conflict, type Problem } from '../../platform/http/problem.js';
import { Overrides } from '../overrides.js';
import { exchangeOverrides, firstMoved, type Moved } from './exchange.js';
import { OfferedShifts, TOO_MANY_HANDOFFS } from './offered-shifts.js';
import { SwapClosing } from './swap-closing.js';
import { forgetDecline, noteDecline } from './swap-invitations.js';
import {
  statusAt,
  transition,
  type SwapAction,
  type SwapParty,
  type SwapTransition,
} from './swap-lifecycle.js';
import { SwapNotices } from './swap-notices.js';
import { mayCover, peopleById, scheduleAudience } from './swap-parties.js';
import { lockScheduleOf, lockSwap, readSwap, toSwapView, type StoredSwap } from './swap-store.js';
import { movedDetail, tooLateDetail } from './swap-texts.js';

/** What became of an answer: the request as it is now, or why the answer is refused. */
type Outcome = { readonly swap: StoredSwap } | { readonly refusal: Problem };

/** Accepts, declines and cancels requests, by whatever way the answer came. */
@Injectable()
export class SwapAnswers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly auditLog: AuditLog,
    private readonly overrides: Overrides,
    private readonly offered: OfferedShifts,
    private readonly closing: SwapClosing,
    private readonly notices: SwapNotices,
  ) {}

  /**
   * Does what is asked, under the lock of the schedule: nothing that changes who is on call comes between the check
   * and the change.
   * @returns the request as it stands then; a second press of the same button is no error
   * @throws Problem 404; 403 where it is not theirs to do; 409 with what moved, or with how the request ended
   */
  async act(principal: Principal, id: string, action: SwapAction): Promise<StoredSwap> {
    const outcome = await this.dataSource.transaction(async (manager): Promise<Outcome> => {
      await lockScheduleOf(manager, id);
      const swap = await this.lockCurrent(manager, id);
      const party = await this.partyOf(manager, principal, swap);
      return this.follow(manager, principal, swap, transition(swap.status, action, party));
    });
    // Thrown only now: that the request has ended meanwhile is to stay written.
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.swap;
  }

  /** The locked request; where its time is over that is written first. */
  private async lockCurrent(manager: EntityManager, id: string): Promise<StoredSwap> {
    const swap = await lockSwap(manager, id);
    const status = statusAt(swap, await this.clock.now(manager));
    return status === 'expired' && swap.status === 'open' ? this.closing.expire(manager, swap) : swap;
  }

  private async partyOf(manager: EntityManager, { userId }: Principal, swap: StoredSwap): Promise<SwapParty> {
    const asked =
      swap.withUserId === null
        ? (await scheduleAudience(manager, swap.scheduleId))
            .filter((person) => person.id !== swap.giverId && mayCover(person))
            .map(({ id }) => id)
        : [swap.withUserId];
    return {
      side: userId === swap.giverId ? 'giver' : asked.includes(userId) ? 'asked' : 'other',
      hasDeclined: swap.declinedBy.includes(userId),
      hasAnswered: swap.answeredBy === userId,
      isLast: asked.every((id) => id === userId || swap.declinedBy.includes(id)),
    };
  }

  private async follow(
    manager: EntityManager,
    principal: Principal,
    swap: StoredSwap,
    result: SwapTransition,
  ): Promise<Outcome> {
    switch (result.kind) {
      case 'forbidden':
        return { refusal: forbidden(FORBIDDEN[result.why]) };
      case 'too-late':
        return { refusal: await this.tooLate(manager, principal, swap, result.why) };
      case 'unchanged':
        return { swap };
      case 'note-decline':
        return { swap: await this.noteDecline(manager, principal, swap) };
      case 'change':
        if (result.to === 'accepted') return this.accept(manager, principal, swap);
        if (result.to === 'declined') await noteDecline(manager, swap.id, principal.userId);
        return { swap: await this.closing.close(manager, principal, swap, result.to) };
    }
  }

  private async accept(manager: EntityManager, principal: Principal, swap: StoredSwap): Promise<Outcome> {
    if (!mayCover(principal)) return { refusal: forbidden(FORBIDDEN.observer) };
    const stretches = swap.take === null ? [swap.give] : [swap.give, swap.take];
    const shifts = await this.offered.within(manager, swap.scheduleId, stretches);
    if (shifts === null) return { refusal: conflict(TOO_MANY_HANDOFFS) };
    const moved = firstMoved(shifts, swap, principal.userId);
    if (moved) return { refusal: await this.moved(manager, moved) };
    const giver = (await peopleById(manager, [swap.giverId])).get(swap.giverId)?.name ?? '';
    const reason = swap.take === null ? `cover for ${giver}` : `swap of ${giver} and ${principal.name}`;
    for (const override of exchangeOverrides(swap, principal.userId))
      await this.overrides.createWithin(manager, principal, swap.scheduleId, {
        ...override,
        reason,
        swapId: swap.id,
      });
    await forgetDecline(manager, swap.id, principal.userId);
    return { swap: await this.closing.close(manager, principal, swap, 'accepted') };
  }

  private async noteDecline(
    manager: EntityManager,
    principal: Principal,
    swap: StoredSwap,
  ): Promise<StoredSwap> {
    await noteDecline(manager, swap.id, principal.userId);
    const after = await readSwap(manager, swap.id);
    await this.auditLog.record(manager, principal, {
      action: 'swap.decline',
      objectType: 'swap',
      objectId: swap.id,
      before: toSwapView(swap),
      after: toSwapView(after),
    });
    await this.notices.declined(manager, after, principal, false);
    return after;
  }

  private async tooLate(
    manager: EntityManager,
    principal: Principal,
    swap: StoredSwap,
    why: Parameters<typeof tooLateDetail>[0],
  ): Promise<Problem> {
    const { told } = await this.notices.storyOf(manager, swap);
    const isSelf = swap.answeredBy === principal.userId;
    return conflict(tooLateDetail(why, told, told.otherName, isSelf), { swap: toSwapView(swap) });
  }

  private async moved(manager: EntityManager, moved: Moved): Promise<Problem> {
    const { holderId, claimedBy } = moved;
    const people = await peopleById(manager, holderId === null ? [claimedBy] : [claimedBy, holderId]);
    const nameOf = (id: string): string => people.get(id)?.name ?? 'somebody';
    const holderName = holderId === null ? null : nameOf(holderId);
    return conflict(movedDetail(moved, holderName, nameOf(claimedBy)), {
      moved: { start: moved.start.toISOString(), end: moved.end.toISOString(), userId: holderId },
    });
  }
}

const FORBIDDEN = {
  'own-request': 'This is your own request: somebody else has to answer it.',
  'not-asked': 'You were not asked: only those who were asked may answer.',
  'not-giver': 'Only the one who made the request may take it back.',
  observer: 'Observers do not carry the pager, so they cannot accept a shift.',
} as const;
