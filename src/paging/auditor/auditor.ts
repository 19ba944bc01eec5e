import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { AuditorConnection } from './auditor-connection.js';
import { OBSERVE, toObservation, type ObservedAge, type PagingObservation } from './paging-observation.js';
import { BLIND_AFTER_SECONDS, isHealthy, judgePaging, type Finding } from './paging-verdict.js';

const EVERY_MS = 5_000;

/**
 * Looks whether pages go out, in every process, whatever the senders say of themselves: a connection of its own, a
 * timer of its own, statements of its own (promise 9). What it has found is asked of it at any time, and is judged at
 * that moment: an auditor that has stopped looking has no good verdict.
 */
@Injectable()
export class Auditor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private seen: { readonly observation: PagingObservation; readonly at: number } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private wasHealthy: boolean | null = null;
  private beside = '';

  constructor(
    private readonly connection: AuditorConnection,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    // Not at once: after a stop the canaries are old until a worker that starts as well has moved them on.
    this.timer = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.connection.close();
  }

  /** What is wrong now; nothing: pages go out. */
  findings(): Finding[] {
    return judgePaging(this.seen?.observation ?? null, this.secondsAgo());
  }

  /** What was seen last; null where that is too long ago to mean anything. */
  observation(): PagingObservation | null {
    return this.secondsAgo() > BLIND_AFTER_SECONDS ? null : (this.seen?.observation ?? null);
  }

  private secondsAgo(): number {
    return this.seen === null ? Infinity : (performance.now() - this.seen.at) / 1000;
  }

  /** Looks now. Never throws. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const at = performance.now();
      this.seen = { observation: toObservation(await this.connection.read<ObservedAge>(OBSERVE)), at };
    } catch (error) {
      if (this.timer !== null) this.logger.warn({ err: error }, 'The auditor could not read the database');
    } finally {
      this.looking = false;
    }
    if (this.timer !== null) this.tell();
  }

  /** One line when it turns bad, and one when it turns good. */
  private tell(): void {
    const findings = this.findings();
    const healthy = isHealthy(findings);
    const says = findings.map((finding) => finding.says);
    if (!healthy && this.wasHealthy !== false)
      this.logger.error({ findings: says }, 'Pages do not go out as they should');
    if (healthy && this.wasHealthy === false) this.logger.info({ findings: says }, 'Pages go out again');
    this.wasHealthy = healthy;
    const beside = findings.filter(({ stopsPages }) => !stopsPages).map(({ kind }) => kind);
    if (healthy && beside.length > 0 && beside.join() !== this.beside)
      this.logger.warn({ findings: says }, 'Pages go out, but not all is well');
    this.beside = beside.join();
  }
}
