import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.js';
import { SingleSignOnModule } from './access/single-sign-on/single-sign-on.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { DemoModule } from './demo/demo.module.js';
import { EscalationsModule } from './escalations/escalations.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { PolicySimulationModule } from './incidents/policy-simulation/policy-simulation.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LiveFeedsModule } from './live-feeds/live-feeds.module.js';
import { PagingModule } from './paging/paging.module.js';
import { PeopleModule } from './people/people.module.js';
import type { Settings } from './platform/config/settings.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { validationPipe } from './platform/http/validation.js';
import type { Logger } from './platform/logging/logger.js';
import { PlatformModule } from './platform/platform.module.js';
import { RestoreModule } from './restore/restore.module.js';
import { CalendarFeedsModule } from './schedules/feeds/calendar-feeds.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { SwapsModule } from './schedules/swaps/swaps.module.js';
import { SearchModule } from './search/search.module.js';
import { WebAppModule } from './web-app/web-app.module.js';

/** The whole house: every room, over one platform. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, databaseUrl: string, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(settings, databaseUrl, logger),
        ScheduleModule.forRoot(),
        AccessModule,
        SingleSignOnModule,
        PeopleModule,
        SchedulesModule,
        CalendarFeedsModule,
        SwapsModule,
        EscalationsModule,
        CatalogModule,
        IncidentsModule,
        PolicySimulationModule,
        IngestModule,
        PagingModule,
        LiveFeedsModule,
        RestoreModule,
        SearchModule,
        DemoModule,
        WebAppModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useValue: validationPipe },
      ],
    };
  }
}
