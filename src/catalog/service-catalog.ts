import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, QueryFailedError, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { DatabaseClock } from '../platform/clock/database-clock.js';
import { newId } from '../platform/database/identifier.js';
import { requireReferences } from '../platform/database/references.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { conflict, impossible, notFound } from '../platform/http/problem.js';
import {
  toListedServiceView,
  toServiceView,
  type ChangeService,
  type CreateService,
  type ListedServiceView,
  type ServiceView,
  type WaysIn,
} from './service-schema.js';
import { ServiceChanges } from './service-changes.js';
import { ServiceEntity } from './service.entity.js';
import { nextSupportStart } from './support-hours.js';

/** What an incident wants to know of the service that broke. */
export type IncidentService = Readonly<Omit<ServiceEntity, 'createdAt' | 'supportBeginsAt'>>;

/** Services: the things that break, each with the policy that says whom to page. */
@Injectable()
export class ServiceCatalog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly clock: DatabaseClock,
    private readonly changes: ServiceChanges,
  ) {}

  /** @throws Problem 403, 422 with the path of each unknown reference, 409 where the name is taken */
  async create(principal: Principal, input: CreateService): Promise<ServiceView> {
    requirePermission(principal, 'service.change', { teamId: input.teamId });
    return this.dataSource.transaction((manager) => this.createWithin(manager, principal, input));
  }

  /** The same as `create`, inside somebody's transaction. */
  async createWithin(
    manager: EntityManager,
    principal: Principal | 'system',
    input: CreateService,
  ): Promise<ServiceView> {
    const id = newId();
    requireSupportHours(input);
    await requireKnown(manager, input);
    await requireFreeName(manager, input.name, id);
    const supportBeginsAt = supportBegins(input, await this.clock.now(manager));
    await manager.insert(ServiceEntity, { id, ...input, supportBeginsAt });
    const after = toServiceView(await find(manager, id));
    await this.auditLog.record(manager, principal, {
      action: 'service.create',
      objectType: 'service',
      objectId: id,
      after,
    });
    return after;
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<ListedServiceView>> {
    const services = await this.dataSource.manager.find(ServiceEntity, {
      where: cursor === undefined ? {} : { id: MoreThan(cursor) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    const { items, nextCursor } = toPage(services, limit);
    const heard = await waysInOf(
      this.dataSource.manager,
      items.map(({ id }) => id),
    );
    return { items: items.map((service) => toListedServiceView(service, heard.get(service.id))), nextCursor };
  }

  async get(id: string): Promise<ServiceView> {
    return toServiceView(await find(this.dataSource.manager, id));
  }

  /**
   * Changes what is given. Incidents that are open keep the policy they started with (promise 6). Who gives it to
   * another team needs the permission for both.
   * @throws Problem 403, 404, and as `create` does
   */
  change(principal: Principal, id: string, input: ChangeService): Promise<ServiceView> {
    return this.dataSource.transaction(async (manager) => {
      const service = await lock(manager, id);
      const before = toServiceView(service);
      const wanted = { ...before, ...input };
      for (const teamId of new Set([before.teamId, wanted.teamId]))
        requirePermission(principal, 'service.change', { teamId });
      requireSupportHours(wanted);
      await requireKnown(manager, input);
      if (input.name !== undefined) await requireFreeName(manager, input.name, id);
      const now = await this.clock.now(manager);
      const supportBeginsAt = supportBegins({ ...wanted, supportBeginsAt: service.supportBeginsAt }, now);
      await manager.update(ServiceEntity, id, { ...input, supportBeginsAt });
      const after = toServiceView(await find(manager, id));
      await this.changes.tell(manager, before, after);
      await this.auditLog.record(manager, principal, {
        action: 'service.update',
        objectType: 'service',
        objectId: id,
        before,
        after,
      });
      return after;
    });
  }

  /** Deletes it with its integrations. @throws Problem 403, 404, or 409 while it has incidents: history stays (promise 7) */
  delete(principal: Principal, id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const before = toServiceView(await lock(manager, id));
      requirePermission(principal, 'service.change', before);
      try {
        await manager.delete(ServiceEntity, id);
      } catch (error) {
        throw isForeignKeyViolation(error)
          ? conflict('The service has incidents, and their history stays.')
          : error;
      }
      await this.auditLog.record(manager, principal, {
        action: 'service.delete',
        objectType: 'service',
        objectId: id,
        before,
      });
    });
  }

  /** The service as it stands now, for an alert that comes in. One query. @throws Problem 404 */
  async forIncident(manager: EntityManager, serviceId: string): Promise<IncidentService> {
    return find(manager, serviceId);
  }
}

/** @throws Problem 422 where the urgency is to follow support hours and there are none */
function requireSupportHours({
  urgency,
  supportHours,
}: Pick<ServiceEntity, 'urgency' | 'supportHours'>): void {
  if (urgency === 'support-hours' && supportHours === null)
    throw impossible([{ path: 'supportHours', message: 'is required where the urgency is support-hours' }]);
}

type RaisingService = Pick<ServiceEntity, 'urgency' | 'supportHours' | 'timeZone'> & {
  readonly supportBeginsAt?: Date | null;
};

/** When what is open is to be raised. A beginning that has passed and was not acted on yet stays due. */
function supportBegins(
  { urgency, supportHours, timeZone, supportBeginsAt = null }: RaisingService,
  now: Date,
): Date | null {
  if (urgency !== 'support-hours' || supportHours?.raiseAtStart !== true) return null;
  if (supportBeginsAt !== null && supportBeginsAt <= now) return supportBeginsAt;
  return nextSupportStart(supportHours, timeZone, now);
}

/** What is known of the integrations of these services, by the id of the service; those without any are missing. */
async function waysInOf(manager: EntityManager, serviceIds: readonly string[]): Promise<Map<string, WaysIn>> {
  const rows = await manager.query<(WaysIn & { serviceId: string })[]>(
    `SELECT service_id AS "serviceId", count(*)::int AS "integrationCount",
            greatest(max(last_used_at), max(old_last_used_at)) AS "lastHeardAt"
       FROM integrations WHERE service_id = ANY($1::uuid[]) AND revoked_at IS NULL GROUP BY service_id`,
    [serviceIds],
  );
  return new Map(rows.map(({ serviceId, ...ways }) => [serviceId, ways]));
}

async function find(manager: EntityManager, id: string): Promise<ServiceEntity> {
  const service = await manager.findOneBy(ServiceEntity, { id });
  if (!service) throw notFound('service');
  return service;
}

async function lock(manager: EntityManager, id: string): Promise<ServiceEntity> {
  const service = await manager.findOne(ServiceEntity, {
    where: { id },
    // Alerts name the service: they come in meanwhile, and whoever holds their incidents does not wait for this.
    lock: { mode: 'for_no_key_update' },
  });
  if (!service) throw notFound('service');
  return service;
}

async function requireKnown(
  manager: EntityManager,
  { teamId, escalationPolicyId }: Pick<ChangeService, 'teamId' | 'escalationPolicyId'>,
): Promise<void> {
  await requireReferences(manager, [
    ...(typeof teamId === 'string' ? [{ table: 'teams', what: 'team', id: teamId, path: 'teamId' }] : []),
    ...(escalationPolicyId === undefined
      ? []
      : [
          {
            table: 'escalation_policies',
            what: 'escalation policy',
            id: escalationPolicyId,
            path: 'escalationPolicyId',
          },
        ]),
  ]);
}

/** Says it in words; the unique index holds where two come at once. */
async function requireFreeName(manager: EntityManager, name: string, ownId: string): Promise<void> {
  const holder = await manager.findOneBy(ServiceEntity, { name });
  if (holder && holder.id !== ownId) throw conflict(`There is a service named ${name} already.`);
}

/** SQLSTATE 23503. */
function isForeignKeyViolation(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return cause instanceof Error && 'code' in cause && cause.code === '23503';
}
