import { Module, type OnModuleInit } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { EscalationsModule } from '../escalations/escalations.module.js';
import { PeopleModule } from '../people/people.module.js';
import { OverdueWork } from '../platform/queue/overdue-work.js';
import { WakeUpHandlers } from '../platform/queue/wake-up-handlers.js';
import { AlertStore } from './intake/alert-store.js';
import { AutoResolve } from './deadlines/auto-resolve.js';
import { IntakeDeadlines } from './deadlines/intake-deadlines.js';
import { MaintenanceEnd } from './deadlines/maintenance-end.js';
import { QuietAlerts } from './deadlines/quiet-alerts.js';
import { SupportHoursStart } from './deadlines/support-hours-start.js';
import { EscalationSteering } from './escalation-steering.js';
import { HeldIncidents } from './held-incidents.js';
import { IncidentActions } from './incident-actions.js';
import { IncidentChanges } from './incident-changes.js';
import { IncidentDepartures } from './incident-departures.js';
import { IncidentMerge } from './incident-merge.js';
import { IncidentNotes } from './incident-notes.js';
import { IncidentOpening } from './intake/incident-opening.js';
import { IncidentRaising } from './intake/incident-raising.js';
import { IncidentReader } from './incident-reader.js';
import { IncidentRequests } from './incident-requests.js';
import { IncidentStore } from './incident-store.js';
import { IncidentWaking } from './incident-waking.js';
import { IncidentsController } from './incidents.controller.js';
import { IntakeBatches } from './intake/intake-batches.js';
import { IntakeReader } from './intake/intake-reader.js';
import { IntakeTransaction } from './intake/intake-transaction.js';
import { IntakeWriter } from './intake/intake-writer.js';
import { OpenIncidents } from './intake/open-incidents.js';
import { IncidentOutlook } from './outlook/incident-outlook.js';
import { IncidentOutlookController } from './outlook/incident-outlook.controller.js';
import { LogRetention } from './retention/log-retention.js';
import { ResponderRequests } from './responders/responder-requests.js';
import { ResponderRequestsController } from './responders/responder-requests.controller.js';
import { ResponderTelling } from './responders/responder-telling.js';
import { ServiceStates } from './service-states.js';
import { SuppressedAlerts } from './intake/suppressed-alerts.js';
import { SuppressedAlertsController } from './intake/suppressed-alerts.controller.js';
import { Timeline } from './timeline.js';

@Module({
  imports: [AccessModule, PeopleModule, EscalationsModule, CatalogModule],
  controllers: [
    IncidentsController,
    IncidentOutlookController,
    ResponderRequestsController,
    SuppressedAlertsController,
  ],
  providers: [
    AlertStore,
    AutoResolve,
    EscalationSteering,
    HeldIncidents,
    IncidentActions,
    IncidentChanges,
    IncidentDepartures,
    IncidentMerge,
    IncidentNotes,
    IncidentOpening,
    IncidentOutlook,
    IncidentRaising,
    IncidentReader,
    IncidentRequests,
    IncidentStore,
    IncidentWaking,
    IntakeBatches,
    IntakeDeadlines,
    LogRetention,
    IntakeReader,
    IntakeTransaction,
    IntakeWriter,
    MaintenanceEnd,
    OpenIncidents,
    QuietAlerts,
    ResponderRequests,
    ResponderTelling,
    ServiceStates,
    SupportHoursStart,
    SuppressedAlerts,
    Timeline,
  ],
  exports: [
    HeldIncidents,
    IncidentActions,
    IncidentReader,
    IncidentWaking,
    IntakeBatches,
    MaintenanceEnd,
    ResponderRequests,
    ResponderTelling,
    SupportHoursStart,
    Timeline,
  ],
})
export class IncidentsModule implements OnModuleInit {
  constructor(
    private readonly handlers: WakeUpHandlers,
    private readonly overdue: OverdueWork,
    private readonly waking: IncidentWaking,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.waking);
    this.overdue.register(this.waking);
  }
}
