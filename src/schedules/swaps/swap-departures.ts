import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import {
  DEPARTURE_TURNS,
  DepartureRooms,
  type DepartureRoom,
  type Leaving,
} from '../../people/departures/departure-rooms.js';
import type { DepartureFindings } from '../../people/departures/departure-schema.js';
import { SwapClosing } from './swap-closing.js';
import { lockSwap, readSwap, type StoredSwap } from './swap-store.js';

/** Ends requests of somebody who leaves, and those that were for them alone; whoever waits for an answer is told. */
@Injectable()
export class SwapDepartures implements DepartureRoom, OnModuleInit {
  readonly turn = DEPARTURE_TURNS.swaps;

  constructor(
    private readonly rooms: DepartureRooms,
    private readonly closing: SwapClosing,
  ) {}

  onModuleInit(): void {
    this.rooms.register(this);
  }

  async foresee(manager: EntityManager, { userId }: Leaving): Promise<Partial<DepartureFindings>> {
    const swaps: StoredSwap[] = [];
    for (const id of await openSwapsOf(manager, userId)) swaps.push(await readSwap(manager, id));
    return { swaps: swaps.map(toFinding) };
  }

  async carryOut(
    manager: EntityManager,
    principal: Principal,
    { userId, name }: Leaving,
  ): Promise<Partial<DepartureFindings>> {
    const ended: StoredSwap[] = [];
    for (const id of await openSwapsOf(manager, userId)) {
      const swap = await lockSwap(manager, id);
      // Somebody has answered it a moment ago.
      if (swap.status !== 'open') continue;
      if (swap.giverId === userId) await this.closing.close(manager, principal, swap, 'cancelled');
      else await this.closing.declineFor(manager, principal, swap, { userId, name });
      ended.push(swap);
    }
    return { swaps: ended.map(toFinding) };
  }
}

/** Those that they made, and those that only they can answer; in one order, as locks are taken. */
async function openSwapsOf(manager: EntityManager, userId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM swaps WHERE status = 'open' AND expires_at > rouse_now() AND (from_user_id = $1 OR with_user_id = $1)
     ORDER BY id`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

const toFinding = ({ id, scheduleId, kind, give }: StoredSwap): DepartureFindings['swaps'][number] => ({
  id,
  scheduleId,
  kind,
  start: give.start.toISOString(),
  end: give.end.toISOString(),
});
