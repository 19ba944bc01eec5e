import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { ChannelType } from '../channels/channel.js';
import type { PageWaits } from './page-waits.js';

const SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** How long pages take from their time to the request to the provider. */
@Injectable()
export class PageLatency {
  private readonly sinceDue: Histogram<'type'>;
  private readonly sinceEvent: Histogram<'type'>;

  constructor(metrics: Metrics) {
    const registers = [metrics.registry];
    this.sinceDue = new Histogram({
      name: 'rouse_page_latency_seconds',
      help: 'From when a page was due to the request to its provider, by contact method type',
      labelNames: ['type'],
      buckets: SECONDS,
      registers,
    });
    this.sinceEvent = new Histogram({
      name: 'rouse_event_to_page_seconds',
      help: 'From the event that escalates to the first request to a provider, for each person of the first step',
      labelNames: ['type'],
      buckets: SECONDS,
      registers,
    });
  }

  /** To be called when the request is made. */
  observe(type: ChannelType, { at, sinceDue, sinceEvent }: PageWaits): void {
    const meanwhile = (performance.now() - at) / 1000;
    for (const seconds of sinceDue) this.sinceDue.observe({ type }, seconds + meanwhile);
    for (const seconds of sinceEvent) this.sinceEvent.observe({ type }, seconds + meanwhile);
  }
}
