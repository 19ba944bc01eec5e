import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Auditor } from './auditor.js';
import { AUDITED_DEADLINES } from './paging-observation.js';
import { FINDING_KINDS, isHealthy } from './paging-verdict.js';

/** What the auditor has seen and found, for Prometheus. A scrape reads memory only; NaN is what nobody knows. */
@Injectable()
export class AuditorGauges implements OnModuleInit {
  constructor(
    private readonly auditor: Auditor,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const { auditor } = this;
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'rouse_paging_healthy',
      help: '1 while this process finds that pages go out in time, else 0',
      registers,
      collect() {
        this.set(isHealthy(auditor.findings()) ? 1 : 0);
      },
    });
    new Gauge({
      name: 'rouse_auditor_finding',
      help: '1 for what this process finds wrong with paging, by kind',
      labelNames: ['kind'],
      registers,
      collect() {
        const found = new Set(auditor.findings().map(({ kind }) => kind));
        for (const kind of FINDING_KINDS) this.set({ kind }, found.has(kind) ? 1 : 0);
      },
    });
    new Gauge({
      name: 'rouse_oldest_overdue_seconds',
      help: 'How late the oldest deadline is that nobody has taken up, by kind',
      labelNames: ['kind'],
      registers,
      collect() {
        const late = auditor.observation()?.lateSeconds;
        for (const kind of AUDITED_DEADLINES) this.set({ kind }, late?.[kind] ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'rouse_oldest_unknown_attempt_seconds',
      help: 'Age of the oldest attempt whose outcome nobody has written down, once it is a minute old',
      registers,
      collect() {
        this.set(auditor.observation()?.oldestCallSeconds ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'rouse_sweeper_silence_seconds',
      help: 'Since the sweeper of any worker last moved its canary on, which is due every 15 s',
      registers,
      collect() {
        this.set(auditor.observation()?.sweeperSeconds ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'rouse_queue_silence_seconds',
      help: 'Since a wake-up last came through the queue to any worker; one is set every 15 s',
      registers,
      collect() {
        this.set(auditor.observation()?.queueSeconds ?? Number.NaN);
      },
    });
  }
}
