import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Finds what uses a schedule, as words for people: `the escalation policy Checkout`. */
export type FindScheduleUses = (manager: EntityManager, scheduleId: string) => Promise<readonly string[]>;

/** Rooms that build on schedules say here what of theirs uses one, so that this room need not know them. */
@Injectable()
export class ScheduleUses {
  private readonly finders: FindScheduleUses[] = [];

  register(finder: FindScheduleUses): void {
    this.finders.push(finder);
  }

  async of(manager: EntityManager, scheduleId: string): Promise<string[]> {
    const uses: string[] = [];
    for (const find of this.finders) uses.push(...(await find(manager, scheduleId)));
    return uses;
  }
}
