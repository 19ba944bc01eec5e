import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { PermissionName } from '../access/permission-table.js';
import type { Principal } from '../access/principal.js';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../platform/http/problem.js';
import { OutboundHttp } from '../platform/outbound/outbound-http.js';
import { newWebhookSecret } from '../platform/outbound/webhook-signature.js';
import {
  CONTACT_METHOD_COLUMNS,
  toContactMethod,
  type ContactMethod,
  type ContactMethodRow,
  type CreateContactMethod,
  type CreatedContactMethod,
} from './contact-method-schema.js';
import { CONTACT_METHOD_TYPES, type ContactMethodType, type Proof, type Urgency } from './contact-method.js';
import { switchedNotices } from './contact-method-notices.js';
import { Notices } from './notices.js';
import type { PlannedContact } from './paging-plan.js';
import { readPagingPlans } from './paging-plan-reader.js';
import { requireUser } from './require-user.js';

/**
 * The reason of a method that its owner removed. Pages that went there refer to it, so the row stays, is hidden,
 * and comes back to life when the same address is added again.
 */
export const DELETED = 'deleted';

/** Whose address it is, by which method. */
export interface AddressOwner {
  readonly userId: string;
  readonly contactMethodId: string;
  readonly type: ContactMethodType;
}

/** Without rules every one of them is used for each page: nobody needs more, and providers take no more in a minute. */
const MOST_METHODS = 50;

const OWNER_COLUMNS = 'user_id AS "userId", id AS "contactMethodId", type';

/** People's phone numbers and addresses: kept by the person or an admin, and asked for by whoever pages. */
@Injectable()
export class ContactMethods {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly notices: Notices,
    private readonly outbound: OutboundHttp,
  ) {}

  /**
   * @throws Problem 403 also for a `preVerified` that is not an admin's, 404, 409 where the person has it already, or
   *   has 50 of them, 422 for a webhook that leads where Rouse must not post
   */
  async create(
    principal: Principal,
    userId: string,
    input: CreateContactMethod,
  ): Promise<CreatedContactMethod> {
    requirePermission(principal, 'contact.change', { ownerId: userId });
    if (input.preVerified) requirePermission(principal, 'contact.vouch');
    await requireUser(this.dataSource.manager, userId);
    const fault = input.type === 'webhook' ? await this.outbound.checkAddress(input.address) : null;
    if (fault !== null) throw impossible([{ path: 'address', message: fault }]);
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, userId, input));
  }

  /** The same inside somebody's transaction, for callers who have settled whether it may be done. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    userId: string,
    input: CreateContactMethod,
  ): Promise<CreatedContactMethod> {
    // Nobody leaves meanwhile, and two that are added at once are counted one after the other.
    await requireUser(manager, userId, { forChange: true });
    await requireRoom(manager, userId);
    const secret = input.type === 'webhook' ? newWebhookSecret() : null;
    const [row] = await manager.query<ContactMethodRow[]>(
      `INSERT INTO contact_methods AS method (id, user_id, type, address, verified_at, secret)
       VALUES ($1, $2, $3, $4, CASE WHEN $5::boolean THEN rouse_now() END, $7)
       ON CONFLICT (user_id, type, address) DO UPDATE
         SET verified_at = excluded.verified_at, disabled_at = NULL, disabled_reason = NULL,
             secret = excluded.secret, proven_at = NULL, proven_by = NULL
       WHERE method.disabled_reason = $6
       RETURNING ${CONTACT_METHOD_COLUMNS}`,
      [newId(), userId, input.type, input.address, input.preVerified, DELETED, secret],
    );
    if (!row) throw conflict('This person has this contact method already.');
    const after = toContactMethod(row);
    await this.auditLog.record(manager, principal, {
      action: 'contact-method.create',
      objectType: 'contact-method',
      objectId: row.id,
      after: { ...after, preVerified: input.preVerified },
    });
    return secret === null ? after : { ...after, secret };
  }

  async page(
    principal: Principal,
    userId: string,
    { limit, cursor }: PageQuery,
  ): Promise<Page<ContactMethod>> {
    requirePermission(principal, 'contact.read', { ownerId: userId });
    await requireUser(this.dataSource.manager, userId);
    const rows = await this.dataSource.query<ContactMethodRow[]>(
      `SELECT ${CONTACT_METHOD_COLUMNS} FROM contact_methods
        WHERE user_id = $1 AND disabled_reason IS DISTINCT FROM $2 AND ($3::uuid IS NULL OR id > $3)
        ORDER BY id LIMIT $4`,
      [userId, DELETED, cursor ?? null, limit + 1],
    );
    return toPage(rows.map(toContactMethod), limit);
  }

  /** Takes every method of somebody who leaves out of use, and their paging rules with them. */
  async deleteAllOf(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(
      `UPDATE contact_methods SET disabled_at = rouse_now(), disabled_reason = $2, verified_at = NULL
        WHERE user_id = $1 AND disabled_reason IS DISTINCT FROM $2`,
      [userId, DELETED],
    );
    await manager.query(
      `DELETE FROM contact_method_verifications WHERE contact_method_id IN (
         SELECT id FROM contact_methods WHERE user_id = $1)`,
      [userId],
    );
    await manager.query('DELETE FROM paging_rules WHERE user_id = $1', [userId]);
  }

  /** Takes the method out of use and out of the person's paging rules. */
  async delete(principal: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const before = toContactMethod(await lockContactMethod(manager, principal, 'contact.change', id));
      await manager.query(
        `UPDATE contact_methods SET disabled_at = rouse_now(), disabled_reason = $2, verified_at = NULL WHERE id = $1`,
        [id, DELETED],
      );
      // The code is worth nothing any more. That it was sent is remembered, or adding it again would send the next.
      await manager.query(
        'UPDATE contact_method_verifications SET expires_at = rouse_now() WHERE contact_method_id = $1',
        [id],
      );
      await manager.query('DELETE FROM paging_rules WHERE contact_method_id = $1', [id]);
      await this.auditLog.record(manager, principal, {
        action: 'contact-method.delete',
        objectType: 'contact-method',
        objectId: id,
        before,
      });
    });
  }

  /**
   * On which methods, and how many seconds after `now`, each of these people is to be notified who is paged at `now`.
   * Pages of low urgency wait for the person's waking hours, where they chose some. One query, however many people.
   * @returns an entry for everyone asked for; empty where somebody has no method that can be used
   */
  pagingPlans(
    manager: EntityManager,
    userIds: readonly string[],
    urgency: Urgency,
    now: Date,
  ): Promise<Map<string, PlannedContact[]>> {
    return readPagingPlans(manager, userIds, urgency, now);
  }

  /**
   * Writes down that something came back from a method, so that it is known to reach its owner. A phone that several
   * people verified is proven for all of them. Older proofs than the last change nothing.
   * @param method one by its id, or every verified one of these types at an address
   */
  async prove(
    manager: EntityManager,
    method:
      { readonly id: string } | { readonly address: string; readonly types: readonly ContactMethodType[] },
    how: Proof,
    at: Date,
  ): Promise<void> {
    const [column, value, types] =
      'id' in method
        ? (['id', method.id, CONTACT_METHOD_TYPES] as const)
        : (['address', method.address, method.types] as const);
    await manager.query(
      `UPDATE contact_methods SET proven_at = $3, proven_by = $4
        WHERE ${column} = $1 AND type = ANY ($2::text[]) AND verified_at IS NOT NULL
          AND disabled_reason IS DISTINCT FROM $5 AND (proven_at IS NULL OR proven_at < $3)`,
      [value, types, at, how, DELETED],
    );
  }

  /**
   * Who has verified this address: whoever a message from it may speak for. Methods that were turned off are
   * among them, since the person can still be the one who writes.
   */
  ownersOf(manager: EntityManager, address: string): Promise<AddressOwner[]> {
    return manager.query<AddressOwner[]>(
      `SELECT ${OWNER_COLUMNS} FROM contact_methods
        WHERE address = $1 AND verified_at IS NOT NULL AND disabled_reason IS DISTINCT FROM $2 ORDER BY id`,
      [address, DELETED],
    );
  }

  /**
   * Turns an address off for everybody who has it: no page goes there until `enable`. Its owners are told another way.
   * @param reason what the owner will read, such as 'The phone asked to stop.'
   * @param types which uses of the address; a phone that refuses SMS may still be called
   * @returns the methods that were on until now
   */
  async disable(
    manager: EntityManager,
    address: string,
    reason: string,
    types: readonly ContactMethodType[] = CONTACT_METHOD_TYPES,
  ): Promise<AddressOwner[]> {
    const [turnedOff] = await manager.query<[AddressOwner[], number]>(
      `UPDATE contact_methods SET disabled_at = rouse_now(), disabled_reason = $2
        WHERE address = $1 AND disabled_at IS NULL AND type = ANY ($3::text[]) RETURNING ${OWNER_COLUMNS}`,
      [address, reason, types],
    );
    await this.recordSwitch(manager, 'contact-method.disable', address, turnedOff, reason);
    return turnedOff;
  }

  /**
   * Turns an address on again for everybody who has it, and tells them another way.
   * @param reason only methods that were turned off for this reason; left out: for any, except that the owner
   *   deleted them
   * @returns the methods that were off until now
   */
  async enable(manager: EntityManager, address: string, reason?: string): Promise<AddressOwner[]> {
    const [turnedOn] = await manager.query<[AddressOwner[], number]>(
      `UPDATE contact_methods SET disabled_at = NULL, disabled_reason = NULL
        WHERE address = $1 AND disabled_at IS NOT NULL AND disabled_reason IS DISTINCT FROM $2
          AND ($3::text IS NULL OR disabled_reason = $3) RETURNING ${OWNER_COLUMNS}`,
      [address, DELETED, reason ?? null],
    );
    await this.recordSwitch(manager, 'contact-method.enable', address, turnedOn, null);
    return turnedOn;
  }

  private async recordSwitch(
    manager: EntityManager,
    action: string,
    address: string,
    methods: readonly AddressOwner[],
    disabledReason: string | null,
  ): Promise<void> {
    for (const { contactMethodId, userId, type } of methods) {
      await this.auditLog.record(manager, 'system', {
        action,
        objectType: 'contact-method',
        objectId: contactMethodId,
        after: { userId, type, disabledReason },
      });
    }
    await this.notices.add(manager, switchedNotices(address, methods, disabledReason));
  }
}

async function requireRoom(manager: EntityManager, userId: string): Promise<void> {
  const [row] = await manager.query<{ there: number }[]>(
    `SELECT count(*)::int AS there FROM contact_methods
      WHERE user_id = $1 AND disabled_reason IS DISTINCT FROM $2`,
    [userId, DELETED],
  );
  if ((row?.there ?? 0) >= MOST_METHODS)
    throw conflict(`This person has ${String(MOST_METHODS)} contact methods, which is the most.`);
}

/**
 * The method, locked against changes until the transaction ends.
 * @param permission what the principal needs for it
 * @throws Problem 404 where it is gone; 403 for others than its owner and admins, whether or not there is such a method
 */
export async function lockContactMethod(
  manager: EntityManager,
  principal: Principal,
  permission: Extract<PermissionName, 'contact.read' | 'contact.change'>,
  id: string,
): Promise<ContactMethodRow> {
  const [row] = await manager.query<ContactMethodRow[]>(
    `SELECT ${CONTACT_METHOD_COLUMNS} FROM contact_methods WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  requirePermission(principal, permission, { ownerId: row?.userId ?? null });
  if (!row || row.disabledReason === DELETED) throw notFound('contact method');
  return row;
}
