import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ServiceChanges } from '../../catalog/service-changes.js';
import { OverdueWork } from '../../platform/queue/overdue-work.js';
import { AutoResolve } from './auto-resolve.js';
import { MaintenanceEnd } from './maintenance-end.js';
import { QuietAlerts } from './quiet-alerts.js';
import { SupportHoursStart } from './support-hours-start.js';

/**
 * What the intake leaves for later. The sweeper alone takes it up: none of it is so urgent that a second matters, so
 * there are no wake-ups to set.
 */
@Injectable()
export class IntakeDeadlines implements OnModuleInit {
  constructor(
    private readonly overdue: OverdueWork,
    private readonly serviceChanges: ServiceChanges,
    private readonly autoResolve: AutoResolve,
    private readonly quietAlerts: QuietAlerts,
    private readonly maintenanceEnd: MaintenanceEnd,
    private readonly supportHoursStart: SupportHoursStart,
  ) {}

  onModuleInit(): void {
    for (const deadlines of [this.autoResolve, this.quietAlerts, this.maintenanceEnd, this.supportHoursStart])
      this.overdue.register(deadlines);
    this.serviceChanges.register((manager, before, after) =>
      this.autoResolve.followService(manager, before, after),
    );
  }
}
