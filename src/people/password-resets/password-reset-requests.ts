import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { PasswordResetLinks } from './password-reset-links.js';

/** So many are worked on at once. Whoever asks beyond them asks again: this door must not take connections from pages. */
const MOST_AT_ONCE = 4;
const MOST_WAITING = 200;

/**
 * Takes what anybody asks for and works on it after the answer, which so says nothing of what there is to do, nor how
 * long that takes. What a stop of the process loses is asked for again.
 */
@Injectable()
export class PasswordResetRequests implements OnModuleDestroy {
  private readonly waiting: string[] = [];
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly links: PasswordResetLinks,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  take(email: string): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.logger.warn(
        { waiting: this.waiting.length },
        'Too many password resets are asked for; one is lost',
      );
      return;
    }
    this.waiting.push(email);
    if (this.working.size < MOST_AT_ONCE) this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.waiting.length = 0;
    await Promise.all(this.working);
  }

  private start(): void {
    const work = this.workOff().finally(() => this.working.delete(work));
    this.working.add(work);
  }

  private async workOff(): Promise<void> {
    for (let email = this.waiting.shift(); email !== undefined; email = this.waiting.shift()) {
      try {
        await this.links.mail(email);
      } catch (error) {
        this.logger.error({ err: error }, 'A password reset that was asked for could not be made');
      }
    }
  }
}
