import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Users } from '../people/users.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { toPage, type Page } from '../platform/http/pagination.js';
import { toOnCallView, type OnCallPageQuery, type OnCallView } from './on-call-view.js';
import { onCallAt, type OnCall as OnCallAnswer } from './rendering/on-call.js';
import { DAY } from './rendering/wall-clock.js';
import {
  defineSchedules,
  readSchedule,
  readSchedulePage,
  readSchedules,
  type StoredSchedule,
} from './schedule-reader.js';
import { horizonDays } from './schedule-window.js';

/** Beyond a year, so that yearly hand-offs are seen. */
const HORIZON_DAYS = 400;
/** For the engine, which asks again at every step: far enough for the hand-off that it waits for. */
const NEAR_HORIZON_DAYS = 35;

/** Who carries the pager at a moment. */
@Injectable()
export class OnCall {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly users: Users,
  ) {}

  /**
   * Who is on call in each of these schedules: three queries at most, however many there are.
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
    const schedules = await readSchedules(manager, scheduleIds);
    for (const [id, { current, until }] of await answer(manager, schedules, at, NEAR_HORIZON_DAYS)) {
      found.set(id, { userId: current?.userId ?? null, until });
    }
    return found;
  }

  /** @param at now where it is undefined. @throws Problem 404 */
  async of(scheduleId: string, at: Date | undefined): Promise<OnCallView> {
    const { manager } = this.dataSource;
    const moment = at ?? (await this.clock.now());
    const [view] = await this.viewAll(manager, [await readSchedule(manager, scheduleId)], moment);
    if (!view) throw new Error(`schedule ${scheduleId} was read but not rendered`);
    return view;
  }

  /** One page over all schedules; the number of queries does not depend on how many are on it. */
  async page({ at, ...query }: OnCallPageQuery): Promise<Page<OnCallView>> {
    const { manager } = this.dataSource;
    const moment = at ?? (await this.clock.now());
    const { items, nextCursor } = toPage(await readSchedulePage(manager, query), query.limit);
    return { items: await this.viewAll(manager, items, moment), nextCursor };
  }

  private async viewAll(
    manager: EntityManager,
    schedules: readonly StoredSchedule[],
    at: Date,
  ): Promise<OnCallView[]> {
    const answers = await answer(manager, schedules, at, HORIZON_DAYS);
    const shifts = [...answers.values()].flatMap(({ current, next }) => [current, next]);
    const names = await this.users.namesOf(
      manager,
      shifts.flatMap((shift) => shift?.userId ?? []),
    );
    return schedules.flatMap((schedule) => {
      const found = answers.get(schedule.id);
      return found ? [toOnCallView(schedule, at, found, names)] : [];
    });
  }
}

async function answer(
  manager: EntityManager,
  schedules: readonly StoredSchedule[],
  at: Date,
  days: number,
): Promise<Map<string, OnCallAnswer>> {
  const window = { from: at, to: new Date(at.getTime() + days * DAY) };
  const answers = new Map<string, OnCallAnswer>();
  for (const [id, definition] of await defineSchedules(manager, schedules, window)) {
    answers.set(id, onCallAt(definition, at, horizonDays(definition, at, days)));
  }
  return answers;
}
