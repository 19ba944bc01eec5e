import { createHash, randomInt } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import type { Principal } from '../access/principal.js';
import { Problem, conflict, impossible } from '../platform/http/problem.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { CodeSender } from './code-sender.js';
import type { ContactMethodType } from './contact-method.js';
import type { ContactMethodRow } from './contact-method-schema.js';
import { lockContactMethod } from './contact-methods.js';
import type { SentCode, Verified } from './verification-schema.js';

/** A code is good for this long and for this many tries; a new one is sent at most this often. */
const GOOD_FOR_MINUTES = 10;
const MOST_TRIES = 5;
const SENDING_EVERY_SECONDS = 30;
/** So many codes of one person within so many minutes: whoever can add numbers could send to everybody's otherwise. */
const MOST_CODES = 20;
const WITHIN_MINUTES = 60;

/** Proves that a contact method is its owner's: a code is sent there, and comes back over the API. */
@Injectable()
export class ContactMethodVerification {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(CodeSender) private readonly sender: CodeSender | null = null,
  ) {}

  /**
   * Sends a new code, which takes the place of the one before.
   * @throws Problem 409 where there is nothing to verify, 429 less than 30 s after the last or after 20 codes in an
   *   hour, 503 where nothing can be sent
   */
  async sendCode(principal: Principal, id: string): Promise<SentCode> {
    const sender = this.sender;
    if (!sender) throw new Problem(503, 'This Rouse has no channel to send codes through.');
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const { method, expiresAt } = await this.dataSource.transaction(async (manager) => {
      const locked = await lockContactMethod(manager, principal, 'contact.change', id);
      requireVerifiable(locked);
      await requireNotTooMany(manager, locked.userId);
      return { method: locked, expiresAt: await storeCode(manager, id, hashCode(id, code)) };
    });
    try {
      await sender.send({ id, type: method.type, address: method.address }, codeMessage(method.type, code));
    } catch (error) {
      this.logger.error({ err: error, contactMethodId: id, type: method.type }, 'A code could not be sent');
      // Not sent, so the next try need not wait.
      await this.dataSource.query(
        'DELETE FROM contact_method_verifications WHERE contact_method_id = $1 AND code_hash = $2',
        [id, hashCode(id, code)],
      );
      throw new Problem(503, 'The code could not be sent. Check the address and try again.');
    }
    return { id, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Checks a code. Each wrong one counts, also when many are tried at the same moment.
   * @throws Problem 422 for a wrong code, 409 where none is open: never sent, too old, or tried too often
   */
  async verify(principal: Principal, id: string, code: string): Promise<Verified> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      const method = await lockContactMethod(manager, principal, 'contact.change', id);
      requireVerifiable(method);
      const tried = await countTry(manager, id, hashCode(id, code));
      if (tried?.matches === true) await this.markVerified(manager, principal, method);
      return tried;
    });
    // Thrown after the commit, so that the try counts.
    if (!outcome)
      throw conflict(
        'No code is open: it was never sent, is too old, or was tried too often. Ask for a new one.',
      );
    if (!outcome.matches) {
      const left = MOST_TRIES - outcome.tries;
      throw impossible([
        { path: 'code', message: `is not the code that was sent; ${String(left)} tries left` },
      ]);
    }
    return { id, verified: true };
  }

  private async markVerified(
    manager: EntityManager,
    principal: Principal,
    { id, userId, type }: ContactMethodRow,
  ): Promise<void> {
    await manager.query(
      `UPDATE contact_methods SET verified_at = rouse_now(), proven_at = rouse_now(), proven_by = 'verification'
        WHERE id = $1`,
      [id],
    );
    await manager.query('DELETE FROM contact_method_verifications WHERE contact_method_id = $1', [id]);
    await this.auditLog.record(manager, principal, {
      action: 'contact-method.verify',
      objectType: 'contact-method',
      objectId: id,
      before: { userId, type, verified: false },
      after: { userId, type, verified: true },
    });
  }
}

/** A voice reads 123456 as a number, so a call says the digits one by one, and twice. */
function codeMessage(type: ContactMethodType, code: string): string {
  if (type !== 'voice')
    return `Rouse: your code is ${code}. It is good for ${String(GOOD_FOR_MINUTES)} minutes.`;
  const digits = Array.from(code).join(', ');
  return `This is Rouse. Your code is ${digits}. Once more: ${digits}.`;
}

function requireVerifiable(method: ContactMethodRow): void {
  if (method.verifiedAt !== null) throw conflict('This contact method is verified already.');
  if (method.disabledAt !== null)
    throw conflict('This contact method is turned off.', { disabledReason: method.disabledReason });
}

/** The id goes into the hash, so that equal codes of two methods do not look equal. */
function hashCode(contactMethodId: string, code: string): Buffer {
  return createHash('sha256').update(`${contactMethodId}:${code}`).digest();
}

/** Codes that came back are not counted. @throws Problem 429. Who asks for the same person waits for the commit. */
async function requireNotTooMany(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('contact-codes:' || $1, 0))`, [userId]);
  const [many] = await manager.query<{ wait: number }[]>(
    `SELECT greatest(1, ceil(extract(epoch FROM min(sent_at) + make_interval(mins => $2) - rouse_now())))::int AS wait
       FROM (SELECT sent_at FROM contact_method_verifications sent
               JOIN contact_methods method ON method.id = sent.contact_method_id
              WHERE method.user_id = $1 AND sent_at > rouse_now() - make_interval(mins => $2)
              ORDER BY sent_at DESC LIMIT $3) recent
     HAVING count(*) >= $3`,
    [userId, WITHIN_MINUTES, MOST_CODES],
  );
  if (many)
    throw new Problem(429, 'Many codes were sent within an hour. Wait before the next.', [], {
      retryAfterSeconds: many.wait,
    });
}

/** Stores the code and says until when it is good. @throws Problem 429 too soon after the last one */
async function storeCode(manager: EntityManager, id: string, codeHash: Buffer): Promise<Date> {
  const [stored] = await manager.query<{ expiresAt: Date }[]>(
    `INSERT INTO contact_method_verifications AS held (contact_method_id, code_hash, expires_at, tries, sent_at)
     VALUES ($1, $2, rouse_now() + make_interval(mins => $3), 0, rouse_now())
     ON CONFLICT (contact_method_id) DO UPDATE
       SET code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0, sent_at = excluded.sent_at
     WHERE held.sent_at <= rouse_now() - make_interval(secs => $4)
     RETURNING expires_at AS "expiresAt"`,
    [id, codeHash, GOOD_FOR_MINUTES, SENDING_EVERY_SECONDS],
  );
  if (stored) return stored.expiresAt;
  const [held] = await manager.query<{ wait: number }[]>(
    `SELECT ceil(extract(epoch FROM sent_at + make_interval(secs => $2) - rouse_now()))::int AS wait
       FROM contact_method_verifications WHERE contact_method_id = $1`,
    [id, SENDING_EVERY_SECONDS],
  );
  throw new Problem(429, 'A code was sent a moment ago. Wait for it before asking for another.', [], {
    retryAfterSeconds: Math.max(1, held?.wait ?? SENDING_EVERY_SECONDS),
  });
}

/** Uses up one try of the open code; null where no code is open. */
async function countTry(
  manager: EntityManager,
  id: string,
  codeHash: Buffer,
): Promise<{ tries: number; matches: boolean } | null> {
  const [[row]] = await manager.query<[{ tries: number; matches: boolean }[], number]>(
    `UPDATE contact_method_verifications SET tries = tries + 1
      WHERE contact_method_id = $1 AND tries < $3 AND expires_at > rouse_now()
      RETURNING tries, code_hash = $2 AS matches`,
    [id, codeHash, MOST_TRIES],
  );
  return row ?? null;
}
