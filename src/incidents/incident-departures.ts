import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  DEPARTURE_TURNS,
  DepartureRooms,
  type DepartureRoom,
  type Leaving,
} from '../people/departures/departure-rooms.js';
import type { DepartureFindings } from '../people/departures/departure-schema.js';
import { IncidentReader } from './incident-reader.js';

/** Nobody looks through more than this before somebody leaves. */
const MOST = 100;

/** Tells which open incidents somebody who leaves has. They stay open: what runs goes on without the person. */
@Injectable()
export class IncidentDepartures implements DepartureRoom, OnModuleInit {
  readonly turn = DEPARTURE_TURNS.incidents;

  constructor(
    private readonly rooms: DepartureRooms,
    private readonly incidents: IncidentReader,
  ) {}

  onModuleInit(): void {
    this.rooms.register(this);
  }

  async foresee(_manager: EntityManager, { userId }: Leaving): Promise<Partial<DepartureFindings>> {
    const open = await this.incidents.list({
      status: ['triggered', 'acknowledged'],
      assignedTo: userId,
      limit: MOST,
    });
    return { incidents: open.items.map(({ id, number, title }) => ({ id, number, title })) };
  }
}
