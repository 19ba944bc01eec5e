import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics.js';
import { poolUse } from './pool-use.js';

/** The pools of this process by name, and how full they are. A scrape reads memory only. */
@Injectable()
export class PoolGauges {
  private readonly pools = new Map<string, () => unknown>();

  constructor(metrics: Metrics, dataSource: DataSource) {
    const { pools } = this;
    const { driver } = dataSource;
    this.watch('database', () => ('master' in driver ? driver.master : null));
    const registers = [metrics.registry];
    new Gauge({
      name: 'rouse_pool_connections',
      help: 'Connections to PostgreSQL by pool and state',
      labelNames: ['pool', 'state'],
      registers,
      collect() {
        for (const [pool, find] of pools) {
          const use = poolUse(find());
          if (use === null) continue;
          this.set({ pool, state: 'in-use' }, use.inUse);
          this.set({ pool, state: 'idle' }, use.idle);
        }
      },
    });
    new Gauge({
      name: 'rouse_pool_limit',
      help: 'How many connections to PostgreSQL a pool may have',
      labelNames: ['pool'],
      registers,
      collect() {
        for (const [pool, find] of pools) {
          const use = poolUse(find());
          if (use !== null) this.set({ pool }, use.limit);
        }
      },
    });
    new Gauge({
      name: 'rouse_pool_waiting',
      help: 'Callers that wait for a connection to PostgreSQL, by pool',
      labelNames: ['pool'],
      registers,
      collect() {
        for (const [pool, find] of pools) {
          const use = poolUse(find());
          if (use !== null) this.set({ pool }, use.waiting);
        }
      },
    });
  }

  /** @param find gives the pool, if it is one of node-postgres, at the time of a scrape */
  watch(name: string, find: () => unknown): void {
    this.pools.set(name, find);
  }
}
