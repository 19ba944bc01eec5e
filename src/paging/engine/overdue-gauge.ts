import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { Metrics } from '../../platform/metrics/metrics.js';

/**
 * How late the engine is, read from the deadlines themselves when Prometheus asks (promise 9): it tells the truth
 * also while the senders say that all is well. Zero when nothing is overdue.
 */
@Injectable()
export class OverdueGauge implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    // Without the database nobody knows, and the other metrics are still worth reading; readiness says what is wrong.
    const read = () => this.oldestOverdueSeconds().catch(() => Number.NaN);
    new Gauge({
      name: 'rouse_oldest_overdue_seconds',
      help: 'Age of the oldest deadline of an escalation or a page that nobody has taken up',
      registers: [this.metrics.registry],
      async collect() {
        this.set(await read());
      },
    });
  }

  private async oldestOverdueSeconds(): Promise<number> {
    const [row] = await this.dataSource.query<{ seconds: number }[]>(
      `SELECT greatest(0, extract(epoch FROM rouse_now() - least(
         (SELECT min(due_at) FROM escalations WHERE status = 'running'),
         (SELECT min(due_at) FROM pages WHERE due_at IS NOT NULL))))::float8 AS seconds`,
    );
    return row?.seconds ?? 0;
  }
}
