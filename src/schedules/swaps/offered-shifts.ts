import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FinalShifts } from '../final-shifts.js';
import type { Shift } from '../rendering/schedule-definition.js';
import type { Stretch } from './exchange.js';

/** Where `within` gives null. */
export const TOO_MANY_HANDOFFS = 'So many hand-offs lie in this time that it cannot be traded at once.';

/** Whose the stretches are that somebody wants to trade. */
@Injectable()
export class OfferedShifts {
  constructor(private readonly finalShifts: FinalShifts) {}

  /**
   * The final shifts within some stretches that do not overlap, in order. Each is looked at by itself: what lies
   * between them may be years. Null: one holds more turns than one answer carries.
   */
  async within(
    manager: EntityManager,
    scheduleId: string,
    stretches: readonly Stretch[],
  ): Promise<Shift[] | null> {
    const shifts: Shift[] = [];
    for (const { start, end } of stretches) {
      const found = await this.finalShifts.shifts(manager, [scheduleId], { from: start, to: end });
      const rendering = found.get(scheduleId);
      if (rendering && rendering.until < end) return null;
      shifts.push(...(rendering?.items ?? []));
    }
    return shifts.sort((left, right) => left.start.getTime() - right.start.getTime());
  }
}
