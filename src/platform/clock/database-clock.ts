import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/**
 * The only clock that decisions are made by (promise 8): the database's, so that a node with a wrong clock
 * neither pages early nor skips. SQL says the same with `rouse_now()`.
 */
@Injectable()
export class DatabaseClock {
  constructor(private readonly dataSource: DataSource) {}

  /** The database's time, to the millisecond; inside a transaction pass its manager. */
  async now(manager: EntityManager = this.dataSource.manager): Promise<Date> {
    const [row] = await manager.query<{ now: Date }[]>('SELECT rouse_now() AS now');
    if (!row) throw new Error('the database did not tell its time');
    return row.now;
  }
}
