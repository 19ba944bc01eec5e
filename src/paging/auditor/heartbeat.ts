import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Auditor } from './auditor.js';
import { isHealthy } from './paging-verdict.js';

const ANSWER_WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

/**
 * Tells a dead man's switch outside that pages go out, as long as the auditor finds so; when paging stops it stops,
 * even while HTTP is green (promise 9). One retry, since the next one comes soon. The address is the operator's own
 * setting and may lead inside; it is a secret, so that only its host is told.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly beats: Counter<'outcome'>;
  private timer: NodeJS.Timeout | null = null;
  private beating = false;
  private arrived: boolean | null = null;

  constructor(
    private readonly auditor: Auditor,
    metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'heartbeat'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.beats = new Counter({
      name: 'rouse_heartbeats_total',
      help: 'Heartbeats to HEARTBEAT_URL by outcome; withheld are those that were not sent because pages do not go out',
      labelNames: ['outcome'],
      registers: [metrics.registry],
    });
    for (const outcome of ['sent', 'failed', 'withheld']) this.beats.inc({ outcome }, 0);
  }

  onApplicationBootstrap(): void {
    const { heartbeat } = this.settings;
    if (heartbeat === null) return;
    this.timer = setInterval(() => void this.beat(heartbeat.url), heartbeat.seconds * 1_000).unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async beat(url: string): Promise<void> {
    if (this.beating) return;
    if (!isHealthy(this.auditor.findings())) {
      this.beats.inc({ outcome: 'withheld' });
      return;
    }
    this.beating = true;
    const arrived = (await this.send(url)) || (await sleep(AGAIN_AFTER_MS).then(() => this.send(url)));
    this.beats.inc({ outcome: arrived ? 'sent' : 'failed' });
    if (arrived && this.arrived === false)
      this.logger.info({ host: new URL(url).host }, 'The heartbeat arrives again');
    this.arrived = arrived;
    this.beating = false;
  }

  /** Never throws. @returns whether it was taken */
  private async send(url: string): Promise<boolean> {
    const { host } = new URL(url);
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const answer = await fetch(url, { signal, headers: { 'user-agent': 'rouse' } });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`answered with ${String(answer.status)}`);
      this.logger.debug({ host }, 'A heartbeat was sent');
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn({ host, reason }, 'A heartbeat did not arrive');
      return false;
    }
  }
}
