import { Global, Module, type DynamicModule } from '@nestjs/common';
import { SETTINGS, type Settings } from './config/settings.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { LimitsModule } from './http/limits/limits.module.js';
import { LOGGER, type Logger } from './logging/logger.js';
import { BuildInfo } from './metrics/build-info.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { PoolGauges } from './metrics/pool-gauges.js';
import { OutboundModule } from './outbound/outbound.module.js';
import { QueueModule } from './queue/queue.module.js';

/** Everything that every room stands on. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(settings: Settings, databaseUrl: string, logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        DatabaseModule.forRoot(databaseUrl, settings.databasePoolSize),
        QueueModule.forRoot(settings, databaseUrl),
        OutboundModule,
        LimitsModule,
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LOGGER, useValue: logger },
        BuildInfo,
        Metrics,
        PoolGauges,
        Readiness,
      ],
      exports: [SETTINGS, LOGGER, Metrics, PoolGauges, Readiness],
    };
  }
}
