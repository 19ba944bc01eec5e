import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Users } from '../people/users.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import { readHistories } from './history/history-reader.js';
import { renderHistory, type ScheduleHistory } from './history/schedule-history.js';
import { toOnCallView, type OnCallPageQuery, type OnCallQuery, type OnCallView } from './on-call-view.js';
import { onCallAhead, type OnCall as OnCallAnswer } from './rendering/on-call.js';
import { DAY } from './rendering/wall-clock.js';
import type { ScheduleWindow } from './schedule-window.js';

/** Beyond a year, so that yearly hand-offs are seen. */
const HORIZON_DAYS = 400;
/** For the engine, which asks again at every step: far enough for the hand-off that it waits for. */
const NEAR_HORIZON_DAYS = 35;

/** Who carries the pager at a moment: of the past as it was recorded, else by the rules. */
@Injectable()
export class OnCall {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly users: Users,
  ) {}

  /**
   * Who is on call in each of these schedules: one query, however many there are.
   * @returns an entry for every id that was asked for. `userId` null: nobody, or no such schedule. `until`: when
   *   that changes; null where it does not within the next 35 days.
   */
  async whoIsOnCall(
    manager: EntityManager,
    scheduleIds: readonly string[],
    at: Date,
  ): Promise<Map<string, { userId: string | null; until: Date | null }>> {
    const nobody = { userId: null, until: null };
    const found = new Map<string, { userId: string | null; until: Date | null }>();
    for (const id of scheduleIds) found.set(id, nobody);
    if (scheduleIds.length === 0) return found;
    const window = windowFrom(at, NEAR_HORIZON_DAYS);
    for (const history of await readHistories(manager, { ids: scheduleIds }, window)) {
      const { current, until } = answer(history, at, NEAR_HORIZON_DAYS);
      found.set(history.id, { userId: current?.userId ?? null, until });
    }
    return found;
  }

  /**
   * Of an archived schedule too: who was on call while there was one.
   * @throws Problem 404
   */
  async of(scheduleId: string, query: OnCallQuery): Promise<OnCallView> {
    const at = query.at ?? (await this.clock.now());
    const which = { ids: [scheduleId] };
    const knownAt = query.asKnownAt ?? null;
    const histories = await readHistories(
      this.dataSource.manager,
      which,
      windowFrom(at, HORIZON_DAYS),
      knownAt,
    );
    const [view] = await this.viewAll(histories, at);
    if (!view) throw notFound('schedule');
    return view;
  }

  /** The same as `of` for several schedules at one moment, in no order; unknown ids are left out. */
  async ofAll(manager: EntityManager, scheduleIds: readonly string[], at: Date): Promise<OnCallView[]> {
    if (scheduleIds.length === 0) return [];
    return this.viewAll(await readHistories(manager, { ids: scheduleIds }, windowFrom(at, HORIZON_DAYS)), at);
  }

  /** One page over all schedules; the number of queries does not depend on how many are on it. */
  async page({ at, asKnownAt, limit, cursor }: OnCallPageQuery): Promise<Page<OnCallView>> {
    const moment = at ?? (await this.clock.now());
    const which = { after: cursor ?? null, limit: limit + 1 };
    const window = windowFrom(moment, HORIZON_DAYS);
    const histories = await readHistories(this.dataSource.manager, which, window, asKnownAt ?? null);
    const { items, nextCursor } = toPage(histories, limit);
    return { items: await this.viewAll(items, moment), nextCursor };
  }

  private async viewAll(histories: readonly ScheduleHistory[], at: Date): Promise<OnCallView[]> {
    const answers = histories.map((history) => ({ history, answer: answer(history, at, HORIZON_DAYS) }));
    const names = await this.users.namesOf(
      this.dataSource.manager,
      answers.flatMap(({ answer: { current, next } }) =>
        [current, next].flatMap((shift) => shift?.userId ?? []),
      ),
    );
    return answers.map(({ history, answer: found }) => toOnCallView(history, at, found, names));
  }
}

const windowFrom = (at: Date, days: number): ScheduleWindow => ({
  from: at,
  to: new Date(at.getTime() + days * DAY),
});

function answer(history: ScheduleHistory, at: Date, days: number): OnCallAnswer {
  return onCallAhead((from, to, mostTurns) => renderHistory(history, { from, to }, mostTurns), at, days);
}
