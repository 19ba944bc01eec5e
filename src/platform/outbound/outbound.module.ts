import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { OutboundHttp } from './outbound-http.js';

/** Requests to addresses that users gave. */
@Global()
@Module({
  providers: [
    {
      provide: OutboundHttp,
      useFactory: (settings: Settings, logger: Logger) => new OutboundHttp(settings, logger),
      inject: [SETTINGS, LOGGER],
    },
  ],
  exports: [OutboundHttp],
})
export class OutboundModule {}
