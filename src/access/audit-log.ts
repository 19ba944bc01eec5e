import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { currentLogContext } from '../platform/logging/logger.js';
import { redactText } from '../platform/logging/redaction.js';
import { currentOccasion } from './audit-log-occasion.js';
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

/** Fields that never go into the log, whatever a room hands over (promise 10): by the end of their name. */
const SECRET_FIELD =
  /(?:password|passphrase|secret|token|hash|code|verifier|nonce|cookie|authorization)$|^key$/i;
/** Where something lies. Its path may open a door, so only the way to the door is told. */
const ADDRESS_FIELD = /^(?:url|address)$/i;

/**
 * Who changed what, and when. Append-only: the table itself refuses updates and deletes, but for what is older than the
 * time that it is kept. Written in the transaction of the change, so that neither exists without the other.
 */
@Injectable()
export class AuditLog {
  /**
   * Records one change inside the caller's transaction, with the request's source address, id and reason.
   * @param who the person or program that asked, or 'system' for what Rouse does by itself
   */
  async record(manager: EntityManager, who: Principal | 'system', entry: AuditEntry): Promise<void> {
    const person = who === 'system' ? null : who;
    const { sourceAddress, reason } = currentOccasion();
    await manager.query(
      `INSERT INTO audit_log (actor_user_id, actor_kind, actor, action, object_type, object_id, before, after,
         source_address, request_id, reason)
       VALUES ($1, coalesce((SELECT kind FROM users WHERE id = $1), 'system'), $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        person?.userId ?? null,
        person?.name ?? 'system',
        entry.action,
        entry.objectType,
        entry.objectId,
        toRedactedJson(entry.before),
        toRedactedJson(entry.after),
        person?.sourceAddress ?? sourceAddress,
        currentLogContext().requestId ?? null,
        reason === null ? null : redactText(reason),
      ],
    );
  }
}

/** JSON text in which secrets are gone and phone numbers shortened; null where there is nothing to tell. */
export function toRedactedJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return redactText(
    JSON.stringify(value, (field, inner: unknown) => {
      // Whether there is one may be told: hasPassword.
      if (inner === null || typeof inner === 'boolean') return inner;
      if (SECRET_FIELD.test(field)) return '[redacted]';
      return typeof inner === 'string' && ADDRESS_FIELD.test(field) ? withoutPath(inner) : inner;
    }),
  );
}

function withoutPath(address: string): string {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return address;
  const { origin, pathname, search } = new URL(address);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}
