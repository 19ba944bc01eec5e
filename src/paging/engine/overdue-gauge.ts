import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { OverdueWork, type SweptDeadlines } from '../../platform/queue/overdue-work.js';

/**
 * How late the engine is with each kind of deadline, read from the deadlines themselves when Prometheus asks
 * (promise 9): it tells the truth also while the senders say that all is well. Zero where nothing is overdue.
 */
@Injectable()
export class OverdueGauge implements OnModuleInit {
  constructor(
    private readonly overdue: OverdueWork,
    private readonly clock: DatabaseClock,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const read = () => this.read();
    new Gauge({
      name: 'rouse_oldest_overdue_seconds',
      help: 'Age of the oldest deadline that nobody has taken up, by kind',
      labelNames: ['kind'],
      registers: [this.metrics.registry],
      async collect() {
        for (const { kind, seconds } of await read()) this.set({ kind }, seconds);
      },
    });
  }

  private read(): Promise<{ kind: string; seconds: number }[]> {
    return Promise.all(
      this.overdue.all.map(async (deadlines) => ({
        kind: deadlines.kind,
        // Without the database nobody knows, and the other metrics are still worth reading; readiness says what is wrong.
        seconds: await this.overdueSeconds(deadlines).catch(() => Number.NaN),
      })),
    );
  }

  private async overdueSeconds(deadlines: SweptDeadlines): Promise<number> {
    const dueAt = await deadlines.oldestDueAt?.();
    if (!dueAt) return 0;
    const now = await this.clock.now();
    return Math.max(0, (now.getTime() - dueAt.getTime()) / 1000);
  }
}
