import { Module, type OnModuleInit } from '@nestjs/common';
import { EscalationsModule } from '../../escalations/escalations.module.js';
import { OverdueWork } from '../../platform/queue/overdue-work.js';
import { WakeUpHandlers } from '../../platform/queue/wake-up-handlers.js';
import { PageStore } from '../engine/page-store.js';
import { Auditor } from './auditor.js';
import { AuditorConnection } from './auditor-connection.js';
import { AuditorGauges } from './auditor-gauges.js';
import { CanaryStore } from './canary-store.js';
import { Heartbeat } from './heartbeat.js';
import { PagingHealthController } from './paging-health.controller.js';
import { SweptCanary } from './swept-canary.js';
import { WokenCanary } from './woken-canary.js';

/** Watches whether pages go out, from outside their own path; and the canaries that the senders move on for it. */
@Module({
  imports: [EscalationsModule],
  controllers: [PagingHealthController],
  providers: [
    Auditor,
    AuditorConnection,
    AuditorGauges,
    CanaryStore,
    Heartbeat,
    PageStore,
    SweptCanary,
    WokenCanary,
  ],
})
export class AuditorModule implements OnModuleInit {
  constructor(
    private readonly overdue: OverdueWork,
    private readonly handlers: WakeUpHandlers,
    private readonly swept: SweptCanary,
    private readonly woken: WokenCanary,
  ) {}

  onModuleInit(): void {
    this.overdue.register(this.swept);
    this.overdue.register(this.woken);
    this.handlers.register(this.woken);
  }
}
