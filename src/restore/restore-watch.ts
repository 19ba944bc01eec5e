import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { findPlace, rememberedPlace, rememberPlace } from './database-place.js';
import { decideRestore } from './restore-decision.js';
import { RestoreHold } from './restore-hold.js';

const EVERY_MS = 30_000;

/**
 * Finds out whether the database was restored: before a process takes or does anything, and while it runs, since a
 * server can be put in another's place. Workers write down that they saw it: an api that runs alone pages nobody.
 */
@Injectable()
export class RestoreWatch implements OnModuleInit {
  private readonly refused = new Set<string>();
  /** As the database remembered it when this process last looked. */
  private lastSeen: Date | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly hold: RestoreHold,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'role'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Sweeper, senders and intake begin after this. @throws Error: a start that cannot look must not page */
  async onModuleInit(): Promise<void> {
    await this.look();
  }

  @Interval('look-for-restore', EVERY_MS)
  async tick(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.logger.warn(
        { err: error },
        'Whether the database was restored could not be seen; looked at again',
      );
    }
    if (this.settings.role === 'api') return;
    try {
      await this.dataSource.transaction((manager) => this.hold.remindAdmins(manager));
    } catch (error) {
      this.logger.warn({ err: error }, 'Admins could not be reminded of what is held; tried again');
    }
  }

  /** One process at a time looks; whoever waited for it finds the place remembered. */
  async look(): Promise<void> {
    const found = await findPlace(this.dataSource, (part, error) => {
      this.tellOnce(part, error);
    });
    this.lastSeen = await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('restore', 0))`);
      const remembered = await rememberedPlace(manager);
      const decision = decideRestore(remembered, found, await this.clock.now(manager), this.lastSeen);
      if (decision === 'missing-place' || decision === 'other-place') await this.act(manager, decision);
      else if (decision === 'moved') this.logger.warn('The database is on another server, and goes on there');
      else if (this.settings.role === 'api') return remembered?.seenAt ?? null;
      return rememberPlace(manager, found);
    });
  }

  private async act(manager: EntityManager, noticedBy: 'missing-place' | 'other-place'): Promise<void> {
    // This may take longer than work may.
    await manager.query('SET LOCAL statement_timeout = 0');
    await manager.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const { heldCount, stateOf } = await this.hold.holdAll(manager, noticedBy);
    this.logger.warn(
      { heldCount, stateOf, noticedBy },
      'The database was restored: nobody is paged for what was open then, until an admin decides',
    );
  }

  private tellOnce(part: string, error: unknown): void {
    if (this.refused.has(part)) return;
    this.refused.add(part);
    this.logger.warn(
      { err: error, part },
      'The server does not tell where it is; some restores are not seen',
    );
  }
}
