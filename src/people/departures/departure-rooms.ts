import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import type { DepartureFindings } from './departure-schema.js';

/** Somebody who leaves. */
export interface Leaving {
  readonly userId: string;
  readonly name: string;
  /** Who takes their place; null: nobody. */
  readonly successorId: string | null;
}

/**
 * When a room's turn comes: all departures lock in one order, and in the order in which others do, who change a schedule
 * or a policy and refer to people.
 */
export const DEPARTURE_TURNS = { schedules: 1, swaps: 2, feeds: 3, policies: 4, incidents: 5 } as const;

/** What a room that builds on people does when somebody leaves. */
export interface DepartureRoom {
  readonly turn: number;
  /** What leaving would touch; changes nothing. */
  foresee(manager: EntityManager, leaving: Leaving): Promise<Partial<DepartureFindings>>;
  /**
   * Takes the person out of what is the room's, or puts the successor in, with an audit entry for each change.
   * @returns what it touched; where that has obstacles the caller undoes all of it. A room without it only tells
   */
  carryOut?(
    manager: EntityManager,
    principal: Principal,
    leaving: Leaving,
  ): Promise<Partial<DepartureFindings>>;
}

/** Rooms that build on people say here what they do when one leaves, so that this room need not know them. */
@Injectable()
export class DepartureRooms {
  private readonly rooms: DepartureRoom[] = [];

  register(room: DepartureRoom): void {
    this.rooms.push(room);
    this.rooms.sort((left, right) => left.turn - right.turn);
  }

  /** What all of them find, one after the other. */
  async ask(
    question: (room: DepartureRoom) => Promise<Partial<DepartureFindings>>,
  ): Promise<DepartureFindings> {
    const all: DepartureFindings = {
      schedules: [],
      overrides: [],
      swaps: [],
      policies: [],
      incidents: [],
      teams: [],
      obstacles: [],
    };
    for (const room of this.rooms) {
      const found = await question(room);
      all.schedules.push(...(found.schedules ?? []));
      all.overrides.push(...(found.overrides ?? []));
      all.swaps.push(...(found.swaps ?? []));
      all.policies.push(...(found.policies ?? []));
      all.incidents.push(...(found.incidents ?? []));
      all.obstacles.push(...(found.obstacles ?? []));
    }
    return all;
  }
}
