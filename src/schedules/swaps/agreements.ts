import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import { FinalShifts } from '../final-shifts.js';
import { Overrides } from '../overrides.js';
import type { Shift } from '../rendering/schedule-definition.js';
import type { ScheduleWindow } from '../schedule-window.js';
import { keptAgreements } from './kept-agreements.js';

/** Keeps what teammates agreed on when one of them says afterwards that they are away. */
@Injectable()
export class Agreements {
  constructor(
    private readonly finalShifts: FinalShifts,
    private readonly overrides: Overrides,
  ) {}

  /**
   * Makes a change of absences such that everybody who took a shift over by an agreement still has it.
   * @param scheduleIds locked
   * @param window where the change matters, from now on
   */
  async keepThrough(
    manager: EntityManager,
    principal: Principal,
    scheduleIds: readonly string[],
    window: ScheduleWindow,
    change: () => Promise<void>,
  ): Promise<void> {
    const before = await this.finalShifts.shifts(manager, scheduleIds, window);
    await change();
    const agreements = await agreementsAmong(
      manager,
      [...before.values()].flatMap(({ items }) => items),
    );
    if (agreements.size === 0) return;
    const after = await this.finalShifts.shifts(manager, scheduleIds, window);
    const agreedIds = new Set(agreements.keys());
    for (const [scheduleId, { items }] of before) {
      const kept = keptAgreements(items, after.get(scheduleId)?.items ?? [], agreedIds);
      for (const { overrideId, ...override } of kept) {
        const swapId = agreements.get(overrideId) ?? null;
        const reason = 'keeps what was agreed before an absence';
        await this.overrides.createWithin(manager, principal, scheduleId, { ...override, reason, swapId });
      }
    }
  }
}

/** The overrides among the sources of these shifts that an agreement made, with the agreement. */
async function agreementsAmong(
  manager: EntityManager,
  shifts: readonly Shift[],
): Promise<Map<string, string>> {
  const ids = new Set(shifts.flatMap(({ source }) => (source.kind === 'override' ? [source.id] : [])));
  if (ids.size === 0) return new Map();
  const rows = await manager.query<{ id: string; swapId: string }[]>(
    `SELECT id, swap_id AS "swapId" FROM overrides WHERE id = ANY ($1::uuid[]) AND swap_id IS NOT NULL`,
    [[...ids]],
  );
  return new Map(rows.map(({ id, swapId }) => [id, swapId]));
}
