import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { EscalationsModule } from '../../escalations/escalations.module.js';
import { IncidentsModule } from '../../incidents/incidents.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { OverdueWork } from '../../platform/queue/overdue-work.js';
import { WakeUpHandlers } from '../../platform/queue/wake-up-handlers.js';
import { SchedulesModule } from '../../schedules/schedules.module.js';
import { PageReceipts } from '../channels/page-receipts.js';
import { AdvanceEscalationHandler } from './advance-escalation.handler.js';
import { DeliverPageHandler } from './deliver-page.handler.js';
import { DeliverPages } from './deliver-pages.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { EarlyReceipts } from './early-receipts.js';
import { LeaversPages } from './leavers-pages.js';
import { OverdueEscalations } from './overdue-escalations.js';
import { OverduePages } from './overdue-pages.js';
import { PageLatency } from './page-latency.js';
import { PageRespondersHandler } from './page-responders.handler.js';
import { ResponderPages } from './page-responders.pages.js';
import { PageStore } from './page-store.js';
import { ProviderAllowances } from './provider-allowances.js';
import { ProviderCalls } from './provider-calls.js';
import { ProviderErrands } from './provider-errands.js';
import { Receipts } from './receipts.js';
import { RingingCalls } from './ringing-calls.js';
import { Sweeper } from './sweeper.js';
import { TrafficPurge } from './traffic-purge.js';

/** What makes escalations go on and pages go out. Global for the receipts, which the telephone's webhooks bring. */
@Global()
@Module({
  imports: [PeopleModule, SchedulesModule, EscalationsModule, IncidentsModule],
  providers: [
    AdvanceEscalationHandler,
    DeliverPageHandler,
    DeliverPages,
    DeliveryConsequences,
    DeliveryOutcomes,
    EarlyReceipts,
    LeaversPages,
    OverdueEscalations,
    OverduePages,
    PageLatency,
    PageRespondersHandler,
    PageStore,
    ResponderPages,
    ProviderAllowances,
    ProviderCalls,
    ProviderErrands,
    RingingCalls,
    Sweeper,
    Receipts,
    TrafficPurge,
    { provide: PageReceipts, useExisting: Receipts },
  ],
  exports: [PageReceipts, Sweeper],
})
export class PagingEngineModule implements OnModuleInit {
  constructor(
    private readonly handlers: WakeUpHandlers,
    private readonly advance: AdvanceEscalationHandler,
    private readonly deliver: DeliverPageHandler,
    private readonly overdue: OverdueWork,
    private readonly overdueEscalations: OverdueEscalations,
    private readonly overduePages: OverduePages,
    private readonly responders: PageRespondersHandler,
    private readonly ringingCalls: RingingCalls,
    private readonly leaversPages: LeaversPages,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.advance);
    this.handlers.register(this.deliver);
    this.overdue.register(this.overdueEscalations);
    this.overdue.register(this.overduePages);
    this.handlers.register(this.responders);
    this.overdue.register(this.responders);
    this.overdue.register(this.ringingCalls);
    this.overdue.register(this.leaversPages);
  }
}
