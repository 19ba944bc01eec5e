import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import { requirePerson } from '../../access/service-tokens/require-person.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { newId } from '../../platform/database/identifier.js';
import { requireReferences } from '../../platform/database/references.js';
import { toPage, type Page } from '../../platform/http/pagination.js';
import { impossible, type Fault } from '../../platform/http/problem.js';
import type { Shift } from '../rendering/schedule-definition.js';
import { lockSchedule, readSchedule } from '../schedule-reader.js';
import { firstNotHeldBy, holderOf, overlap, type Moved, type Stretch } from './exchange.js';
import { OfferedShifts, TOO_MANY_HANDOFFS } from './offered-shifts.js';
import { nextDueAt } from './swap-deadlines.js';
import { invite } from './swap-invitations.js';
import type { SwapKind } from './swap-lifecycle.js';
import { SwapNotices } from './swap-notices.js';
import { mayCover, peopleById, scheduleAudience } from './swap-parties.js';
import type { ScheduleSwapsQuery, SwapInput, SwapsQuery, SwapView } from './swap-schema.js';
import { insertSwap, readSwap, readSwapPage, toSwapView } from './swap-store.js';

/** Requests between teammates to trade shifts. */
@Injectable()
export class Swaps {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly auditLog: AuditLog,
    private readonly offered: OfferedShifts,
    private readonly notices: SwapNotices,
  ) {}

  /**
   * Asks for a swap or a cover, by the one who gives.
   * @throws Problem 403 for a program; 404 for the schedule; 422 with the path of whatever is not theirs, not in the future or not possible
   */
  async create(principal: Principal, scheduleId: string, input: SwapInput): Promise<SwapView> {
    requirePerson(principal);
    return this.dataSource.transaction(async (manager) => {
      await lockSchedule(manager, scheduleId);
      const now = await this.clock.now(manager);
      refuse(timeFaults(input, now));
      const withUserId = await this.requireOffered(manager, principal, scheduleId, input);
      const askedIds = await this.whomToAsk(manager, principal, scheduleId, withUserId);
      const { give, take, message } = input;
      const id = newId();
      const expiresAt = take !== null && take.start < give.start ? take.start : give.start;
      await insertSwap(manager, {
        ...{ id, scheduleId, kind: kindOf(take, withUserId), giverId: principal.userId, withUserId },
        ...{ give, take, message, expiresAt, dueAt: nextDueAt(expiresAt, now) },
      });
      await invite(manager, id, askedIds);
      const swap = await readSwap(manager, id);
      const after = toSwapView(swap);
      await this.auditLog.record(manager, principal, {
        action: 'swap.create',
        objectType: 'swap',
        objectId: id,
        after,
      });
      await this.notices.requested(manager, swap);
      return after;
    });
  }

  async page(principal: Principal, { status, mine, ...page }: SwapsQuery): Promise<Page<SwapView>> {
    const filter = { status, ...(mine === 'true' ? { concerns: principal.userId } : {}) };
    const swaps = await readSwapPage(this.dataSource.manager, filter, page);
    return toPage(swaps.map(toSwapView), page.limit);
  }

  /** @throws Problem 404 */
  async pageOf(scheduleId: string, { status, ...page }: ScheduleSwapsQuery): Promise<Page<SwapView>> {
    const { manager } = this.dataSource;
    await readSchedule(manager, scheduleId);
    const swaps = await readSwapPage(manager, { scheduleId, status }, page);
    return toPage(swaps.map(toSwapView), page.limit);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<SwapView> {
    return toSwapView(await readSwap(this.dataSource.manager, id));
  }

  /** Checks that the stretches belong to who offers them; gives the one person asked, null: the team. */
  private async requireOffered(
    manager: EntityManager,
    { userId }: Principal,
    scheduleId: string,
    { give, take, withUserId }: SwapInput,
  ): Promise<string | null> {
    await requireReferences(
      manager,
      withUserId === null
        ? []
        : [{ table: 'current_users', what: 'user', id: withUserId, path: 'withUserId' }],
    );
    if (withUserId === userId) refuse([{ path: 'withUserId', message: 'is yourself: name somebody else' }]);
    const shifts = [];
    for (const [path, stretch] of Object.entries(take === null ? { give } : { give, take })) {
      const found = await this.offered.within(manager, scheduleId, [stretch]);
      if (found === null) throw impossible([{ path, message: TOO_MANY_HANDOFFS }]);
      shifts.push(...found);
    }
    shifts.sort((left, right) => left.start.getTime() - right.start.getTime());
    const notMine = firstNotHeldBy(shifts, give, userId);
    if (notMine) refuse([{ path: 'give', message: await this.saysWhose(manager, notMine, 'you are') }]);
    return take === null ? withUserId : this.requireTakeable(manager, userId, shifts, take, withUserId);
  }

  /** Whoever is on call through all of what is taken is the one asked, named or not. */
  private async requireTakeable(
    manager: EntityManager,
    giverId: string,
    shifts: readonly Shift[],
    take: Stretch,
    withUserId: string | null,
  ): Promise<string> {
    const otherId = withUserId ?? holderOf(shifts, take);
    if (otherId === null)
      throw impossible([
        { path: 'take', message: 'must belong to one person: several people, or nobody, are on call there' },
      ]);
    if (otherId === giverId) throw impossible([{ path: 'take', message: 'is yours already' }]);
    const notTheirs = firstNotHeldBy(shifts, take, otherId);
    if (notTheirs) {
      const name = (await peopleById(manager, [otherId])).get(otherId)?.name ?? 'the one asked';
      refuse([{ path: 'take', message: await this.saysWhose(manager, notTheirs, `${name} is`) }]);
    }
    return otherId;
  }

  private async saysWhose(manager: EntityManager, moved: Moved, claim: string): Promise<string> {
    const names = await peopleById(manager, moved.holderId === null ? [] : [moved.holderId]);
    const holder = moved.holderId === null ? 'nobody' : (names.get(moved.holderId)?.name ?? 'somebody else');
    return `must lie wholly in time that ${claim} on call: from ${moved.start.toISOString()} to ${moved.end.toISOString()} it is ${holder}`;
  }

  /** @throws Problem 422 where nobody can be asked */
  private async whomToAsk(
    manager: EntityManager,
    { userId }: Principal,
    scheduleId: string,
    withUserId: string | null,
  ): Promise<string[]> {
    if (withUserId !== null) {
      const person = (await peopleById(manager, [withUserId])).get(withUserId);
      if (person && mayCover(person)) return [withUserId];
      throw impossible([
        { path: 'withUserId', message: 'is an observer, and observers do not carry the pager' },
      ]);
    }
    const audience = await scheduleAudience(manager, scheduleId);
    const asked = audience.filter((person) => person.id !== userId && mayCover(person));
    if (asked.length > 0) return asked.map(({ id }) => id);
    throw impossible([
      {
        path: 'withUserId',
        message: 'must name somebody: nobody else in the team of this schedule can cover',
      },
    ]);
  }
}

function kindOf(take: Stretch | null, withUserId: string | null): SwapKind {
  if (take !== null) return 'swap';
  return withUserId === null ? 'open' : 'cover';
}

function timeFaults({ give, take }: SwapInput, now: Date): Fault[] {
  const begun = 'has begun already: only what is still to come can be traded';
  return [
    ...(give.start <= now ? [{ path: 'give.start', message: begun }] : []),
    ...(take !== null && take.start <= now ? [{ path: 'take.start', message: begun }] : []),
    ...(take !== null && overlap(give, take)
      ? [{ path: 'take', message: 'overlaps what you give: nobody can be in two places' }]
      : []),
  ];
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw impossible(faults);
}
