import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { requirePerson } from '../access/service-tokens/require-person.js';
import { requireUser } from '../people/require-user.js';
import { impossible, notFound, type Problem } from '../platform/http/problem.js';
import { FinalShifts, type FinalRendering } from './final-shifts.js';
import { toRenderingView, type RenderingView } from './schedule-view.js';
import type { ScheduleWindow, ShiftsQuery } from './schedule-window.js';
import { toUserShifts, type UserShiftsView } from './user-shifts.js';

/** Who was, is and will be on call within a window: of one schedule, or one person over all of them. */
@Injectable()
export class Shifts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly finalShifts: FinalShifts,
  ) {}

  /** Of an archived schedule too. @throws Problem 404, or 422 for a window that holds too much */
  async within(scheduleId: string, { asKnownAt, ...window }: ShiftsQuery): Promise<RenderingView> {
    const { manager } = this.dataSource;
    const found = await this.finalShifts.shifts(manager, [scheduleId], window, asKnownAt ?? null);
    const rendering = found.get(scheduleId);
    if (!rendering) throw notFound('schedule');
    if (isCutShort(rendering, window)) throw holdsTooMuch(rendering);
    return toRenderingView(rendering);
  }

  /** One person's shifts in all schedules, in order; three queries. @throws Problem 404, or 422 as above */
  async ofUser(userId: string, window: ScheduleWindow): Promise<UserShiftsView> {
    const { manager } = this.dataSource;
    await requireUser(manager, userId);
    const scheduleIds = await this.finalShifts.scheduleIdsOf(manager, [userId], window);
    const renderings = await this.finalShifts.shifts(manager, scheduleIds, window);
    const cut = [...renderings.values()].find((rendering) => isCutShort(rendering, window));
    if (cut) throw holdsTooMuch(cut);
    return { items: toUserShifts(userId, renderings) };
  }

  /** @throws Problem as `ofUser` does; 403 for a program */
  async mine(principal: Principal, window: ScheduleWindow): Promise<UserShiftsView> {
    requirePerson(principal);
    return this.ofUser(principal.userId, window);
  }
}

const isCutShort = ({ until }: FinalRendering, { to }: ScheduleWindow): boolean => until < to;

const holdsTooMuch = ({ scheduleName, until }: FinalRendering): Problem =>
  impossible([
    {
      path: 'to',
      message: `lets more turns of ${scheduleName} into the window than one answer holds; ask for one that ends by ${until.toISOString()}`,
    },
  ]);
