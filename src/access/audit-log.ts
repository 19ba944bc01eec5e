import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { currentLogContext } from '../platform/logging/logger.js';
import { redactText } from '../platform/logging/redaction.js';
import type { Principal } from './principal.js';

/** One change: what was done to which thing, and how it looked before and after. */
export interface AuditEntry {
  /** The noun and the verb: `schedule.create`, `contact-method.delete`. */
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Fields that never go into the log, whatever a room hands over (promise 10). */
const SECRET_FIELDS = new Set([
  'token',
  'tokenHash',
  'key',
  'keyHash',
  'code',
  'codeHash',
  'secret',
  'password',
]);

/**
 * Who changed what, and when. Append-only: the table itself refuses updates and deletes. Written in the
 * transaction of the change, so that neither exists without the other.
 */
@Injectable()
export class AuditLog {
  /**
   * Records one change inside the caller's transaction.
   * @param who the person who asked, or 'system' for what Rouse does by itself
   */
  async record(manager: EntityManager, who: Principal | 'system', entry: AuditEntry): Promise<void> {
    const person = who === 'system' ? null : who;
    await manager.query(
      `INSERT INTO audit_log
         (actor_user_id, actor, action, object_type, object_id, before, after, source_address, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        person?.userId ?? null,
        person?.name ?? 'system',
        entry.action,
        entry.objectType,
        entry.objectId,
        toRedactedJson(entry.before),
        toRedactedJson(entry.after),
        person?.sourceAddress ?? null,
        currentLogContext().requestId ?? null,
      ],
    );
  }
}

/** JSON text in which secrets are gone and phone numbers shortened; null where there is nothing to tell. */
export function toRedactedJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return redactText(
    JSON.stringify(value, (field, inner: unknown) => (SECRET_FIELDS.has(field) ? '[redacted]' : inner)),
  );
}
