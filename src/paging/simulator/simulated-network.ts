import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { StatusReports } from '../channels/status-reports.js';
import { SimulatedCalls } from './simulated-calls.js';
import { SimulatedTraffic, type SimulatedEvent } from './simulated-traffic.js';

/** A phone rings a little longer than Twilio would let it, and nobody talks for longer than a page takes. */
const RINGS_FOR_MS = 30_000;
const CALL_ENDS_AFTER_MS = 120_000;

/**
 * What becomes of what the simulated channels hand over: messages arrive at once, calls ring for a while and then
 * end. It reports by the same way as Twilio's status callbacks.
 */
@Injectable()
export class SimulatedNetwork implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<void>>();
  private closing = false;

  constructor(
    private readonly traffic: SimulatedTraffic,
    private readonly calls: SimulatedCalls,
    private readonly reports: StatusReports,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'twilio'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.traffic.listen((event) => {
      this.run(() => this.carry(event));
    });
  }

  /** Calls that rang when the process ended ring on for a while. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.twilio !== null) return;
    for (const { id } of await this.calls.unfinished()) this.limitCall(id);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.underWay);
  }

  private async carry(event: SimulatedEvent): Promise<void> {
    if (event.kind === 'message-arrived') return this.report(event.id, 'message', 'delivered');
    if (event.kind === 'call-is-not-needed') return this.calls.stopRinging(event.id);
    this.limitCall(event.id);
    if (event.isPage) await this.report(event.id, 'call', 'ringing');
  }

  private report(providerId: string, kind: 'message' | 'call', status: string): Promise<void> {
    return this.reports.take({ provider: 'simulator', providerId, kind, status, errorCode: null });
  }

  private limitCall(id: string): void {
    this.later(RINGS_FOR_MS, () => this.calls.stopRinging(id));
    this.later(CALL_ENDS_AFTER_MS, () => this.calls.cutOff(id));
  }

  private later(afterMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.run(work);
    }, afterMs);
    timer.unref();
    this.timers.add(timer);
  }

  private run(work: () => Promise<void>): void {
    if (this.closing) return;
    const done = work()
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'The simulated network could not report');
      })
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }
}
