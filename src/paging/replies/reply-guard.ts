import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import { DatabaseClock } from '../../platform/clock/database-clock.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { redactPhoneNumber } from '../../platform/logging/redaction.js';
import {
  afterMessage,
  afterRightCode,
  afterWrongCode,
  beforeCode,
  MOST_WRONG_CODES,
  UNLIMITED,
  type ReplyLimits,
} from './reply-limits.js';

const COLUMNS = `code_tries AS "codeTries", codes_off_until AS "codesOffUntil", inbound, encode(last_body, 'hex') AS "lastBody",
  same_bodies AS "sameBodies", same_since AS "sameSince", silent_until AS "silentUntil"`;

/** Keeps guesses of codes, and machines that answer each other, at bay. The rules are in reply-limits.ts. */
@Injectable()
export class ReplyGuard {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: DatabaseClock,
    private readonly auditLog: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether this message may be answered; counts it. */
  async mayAnswer(phone: string, body: string): Promise<boolean> {
    const fingerprint = createHash('sha256').update(body.trim().toLowerCase(), 'utf8').digest('hex');
    const may = await this.change(phone, (limits, now) => {
      const after = afterMessage(limits, fingerprint, now);
      return { limits: after.limits, result: after.may };
    });
    if (may === 'falls-silent') {
      this.logger.warn(
        { phone: redactPhoneNumber(phone) },
        'So much, or so often the same, comes from this phone that a machine seems to answer; it gets no answers for a while',
      );
    }
    return may === 'answer';
  }

  /** Whether a code from this phone is looked at. Say afterwards whether it was right. */
  mayTryCode(phone: string): Promise<boolean> {
    return this.change(phone, (limits, now) => {
      const before = beforeCode(limits, now);
      return { limits: before.limits, result: before.mayTry };
    });
  }

  async codeWasRight(phone: string): Promise<void> {
    await this.change(phone, (limits) => ({ limits: afterRightCode(limits), result: null }));
  }

  /** @returns until when codes from this phone are not looked at, where that begins now; else null */
  codeWasWrong(phone: string, ownerIds: readonly string[]): Promise<Date | null> {
    return this.change(phone, async (limits, now, manager) => {
      const { limits: after, codesOffUntil } = afterWrongCode(limits, now);
      if (codesOffUntil !== null) {
        this.logger.warn({ phone: redactPhoneNumber(phone), codesOffUntil }, 'Too many wrong codes');
        await this.auditLog.record(manager, 'system', {
          action: 'phone.codes-off',
          objectType: 'phone',
          objectId: redactPhoneNumber(phone),
          after: { wrongCodes: MOST_WRONG_CODES, until: codesOffUntil.toISOString(), userIds: ownerIds },
        });
      }
      return { limits: after, result: codesOffUntil };
    });
  }

  /** Reads, changes and writes the limits of a phone; its messages take turns. */
  private change<Result>(
    phone: string,
    work: (
      limits: ReplyLimits,
      now: Date,
      manager: EntityManager,
    ) => { limits: ReplyLimits; result: Result } | Promise<{ limits: ReplyLimits; result: Result }>,
  ): Promise<Result> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('INSERT INTO reply_limits (address) VALUES ($1) ON CONFLICT DO NOTHING', [phone]);
      const [before] = await manager.query<ReplyLimits[]>(
        `SELECT ${COLUMNS} FROM reply_limits WHERE address = $1 FOR UPDATE`,
        [phone],
      );
      const now = await this.clock.now(manager);
      const { limits, result } = await work(before ?? UNLIMITED, now, manager);
      await manager.query(
        `UPDATE reply_limits SET code_tries = $2, codes_off_until = $3, inbound = $4, last_body = decode($5, 'hex'),
           same_bodies = $6, same_since = $7, silent_until = $8
         WHERE address = $1`,
        [
          phone,
          limits.codeTries,
          limits.codesOffUntil,
          limits.inbound,
          limits.lastBody,
          limits.sameBodies,
          limits.sameSince,
          limits.silentUntil,
        ],
      );
      return result;
    });
  }
}
