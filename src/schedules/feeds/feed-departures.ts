import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import {
  DEPARTURE_TURNS,
  DepartureRooms,
  type DepartureRoom,
  type Leaving,
} from '../../people/departures/departure-rooms.js';
import type { DepartureFindings } from '../../people/departures/departure-schema.js';

/** Calendar addresses that somebody made, or that show them, open nothing when they have left. */
@Injectable()
export class FeedDepartures implements DepartureRoom, OnModuleInit {
  readonly turn = DEPARTURE_TURNS.feeds;

  constructor(
    private readonly rooms: DepartureRooms,
    private readonly auditLog: AuditLog,
  ) {}

  onModuleInit(): void {
    this.rooms.register(this);
  }

  foresee(): Promise<Partial<DepartureFindings>> {
    return Promise.resolve({});
  }

  async carryOut(
    manager: EntityManager,
    principal: Principal,
    { userId }: Leaving,
  ): Promise<Partial<DepartureFindings>> {
    const [feeds] = await manager.query<[{ id: string }[], number]>(
      `UPDATE calendar_feeds SET revoked_at = rouse_now()
        WHERE revoked_at IS NULL AND (made_by = $1 OR user_id = $1) RETURNING id`,
      [userId],
    );
    for (const { id } of feeds) {
      await this.auditLog.record(manager, principal, {
        action: 'calendar-feed.revoke',
        objectType: 'calendar-feed',
        objectId: id,
        before: { id },
      });
    }
    return {};
  }
}
