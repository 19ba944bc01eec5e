import { Global, Module } from '@nestjs/common';
import { ApiRateLimit, IngestRateLimit } from './rate-limits.js';
import { KnownAddresses } from './known-addresses.js';
import { LimitStorage } from './limit-storage.js';
import { SharedCounts } from './shared-counts.js';

/** How often anything may be asked or tried, counted over all processes. */
@Global()
@Module({
  providers: [SharedCounts, LimitStorage, KnownAddresses, ApiRateLimit, IngestRateLimit],
  exports: [LimitStorage, KnownAddresses, ApiRateLimit, IngestRateLimit],
})
export class LimitsModule {}
