import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What Rouse tells Prometheus about itself. One registry an application, so that tests can run several. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'rouse_http_request_seconds',
    help: 'Duration of HTTP requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly events = new Counter({
    name: 'rouse_events_total',
    help: 'Events accepted from monitoring, by integration type and action',
    labelNames: ['type', 'action'],
    registers: [this.registry],
  });
  readonly ingestBatchSize = new Histogram({
    name: 'rouse_ingest_batch_size',
    help: 'Events that one commit of the intake holds',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [this.registry],
  });
  readonly ingestSeconds = new Histogram({
    name: 'rouse_ingest_seconds',
    help: 'From the moment that an event was read until the commit that holds it',
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly ingestWaiting = new Gauge({
    name: 'rouse_ingest_waiting',
    help: 'Events of this process that were read and are not stored yet',
    registers: [this.registry],
  });
  readonly attempts = new Counter({
    name: 'rouse_attempts_total',
    help: 'Pages handed to providers by contact method type, provider and outcome',
    labelNames: ['type', 'provider', 'outcome'],
    registers: [this.registry],
  });
  readonly providerCalls = new Histogram({
    name: 'rouse_provider_call_seconds',
    help: 'How long providers take to answer, by contact method type and provider',
    labelNames: ['type', 'provider'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly providersOpen = new Gauge({
    name: 'rouse_provider_circuit_open',
    help: '1 while this process leaves a provider alone because it does not work, by provider and contact method type',
    labelNames: ['provider', 'type'],
    registers: [this.registry],
  });
  readonly swept = new Counter({
    name: 'rouse_swept_total',
    help: 'Deadlines that the sweeper found instead of a wake-up, by kind',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  readonly sweepFailures = new Counter({
    name: 'rouse_sweeper_failures_total',
    help: 'Times that the sweeper could not take up what is due, by kind',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
