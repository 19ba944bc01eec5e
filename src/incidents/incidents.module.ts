import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { EscalationsModule } from '../escalations/escalations.module.js';
import { AlertIntake } from './alert-intake.js';
import { AlertStore } from './alert-store.js';
import { IncidentActions } from './incident-actions.js';
import { IncidentReader } from './incident-reader.js';
import { IncidentRequests } from './incident-requests.js';
import { IncidentsController } from './incidents.controller.js';
import { Timeline } from './timeline.js';

@Module({
  imports: [AccessModule, EscalationsModule, CatalogModule],
  controllers: [IncidentsController],
  providers: [AlertIntake, AlertStore, IncidentActions, IncidentReader, IncidentRequests, Timeline],
  exports: [AlertIntake, IncidentActions, Timeline],
})
export class IncidentsModule {}
