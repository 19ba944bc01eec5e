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
  readonly attempts = new Counter({
    name: 'rouse_attempts_total',
    help: 'Calls to providers by contact method type and outcome',
    labelNames: ['type', 'outcome'],
    registers: [this.registry],
  });
  readonly providerCalls = new Histogram({
    name: 'rouse_provider_call_seconds',
    help: 'How long providers take to answer, by contact method type',
    labelNames: ['type'],
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
