import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { CatalogModule } from '../catalog/catalog.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { AlertmanagerController } from './alertmanager/alertmanager.controller.js';
import { installEventBodies } from './event-body.js';
import { EventReception } from './event-reception.js';
import { EventsV2Controller } from './events-v2/events-v2.controller.js';
import { GenericController } from './generic/generic.controller.js';

/** Where a payload from outside becomes an event: one adapter a source. */
@Module({
  imports: [CatalogModule, IncidentsModule],
  controllers: [EventsV2Controller, AlertmanagerController, GenericController],
  providers: [EventReception],
})
export class IngestModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    installEventBodies(this.host.httpAdapter.getInstance());
  }
}
