import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import { hashIntegrationKey, integrationUrl, newIntegrationKey } from './integration-key.js';
import { IntegrationKeys } from './integration-keys.js';
import {
  toIntegrationView,
  type CreatedIntegration,
  type CreateIntegration,
  type IntegrationView,
} from './integration-schema.js';
import { IntegrationEntity } from './integration.entity.js';
import { ServiceEntity } from './service.entity.js';

/** Ways in for monitoring, each with a secret key of its own. */
@Injectable()
export class Integrations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditLog: AuditLog,
    private readonly keys: IntegrationKeys,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /** @returns the integration with its key, which is never told again. @throws Problem 404 for the service */
  create(
    manager: EntityManager,
    principal: Principal | 'system',
    serviceId: string,
    input: CreateIntegration,
    key: string = newIntegrationKey(),
  ): Promise<CreatedIntegration> {
    return manager.transaction(async (inner) => {
      await requireService(inner, serviceId);
      const id = newId();
      await inner.insert(IntegrationEntity, { id, serviceId, ...input, keyHash: hashIntegrationKey(key) });
      const after = toIntegrationView(await inner.findOneByOrFail(IntegrationEntity, { id }));
      await this.auditLog.record(inner, principal, {
        action: 'integration.create',
        objectType: 'integration',
        objectId: id,
        after,
      });
      return { ...after, key, url: integrationUrl(this.settings.publicUrl, input.type, key) };
    });
  }

  /** @throws Problem 403; 404 for the service */
  async add(principal: Principal, serviceId: string, input: CreateIntegration): Promise<CreatedIntegration> {
    const { manager } = this.dataSource;
    await requireServiceChange(manager, principal, serviceId);
    return this.create(manager, principal, serviceId, input);
  }

  /** Those that are not revoked. @throws Problem 404 for the service */
  async page(serviceId: string, { limit, cursor }: PageQuery): Promise<Page<IntegrationView>> {
    const { manager } = this.dataSource;
    await requireService(manager, serviceId);
    const integrations = await manager.find(IntegrationEntity, {
      where: { serviceId, revokedAt: IsNull(), ...(cursor === undefined ? {} : { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return toPage(integrations.map(toIntegrationView), limit);
  }

  /** From the commit on the key opens nothing. @throws Problem 403; 404, also where it is revoked already */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const integration = await manager.findOne(IntegrationEntity, {
        where: { id, revokedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (!integration) throw notFound('integration');
      await requireServiceChange(manager, principal, integration.serviceId);
      await manager.update(IntegrationEntity, id, { revokedAt: () => 'rouse_now()' });
      await this.auditLog.record(manager, principal, {
        action: 'integration.revoke',
        objectType: 'integration',
        objectId: id,
        before: toIntegrationView(integration),
      });
    });
    this.keys.forgetAll();
  }
}

/** An integration is changed by whoever may change its service. @throws Problem 403; 404 for the service */
async function requireServiceChange(
  manager: EntityManager,
  principal: Principal,
  serviceId: string,
): Promise<void> {
  const service = await manager.findOneBy(ServiceEntity, { id: serviceId });
  if (!service) throw notFound('service');
  requirePermission(principal, 'service.change', { teamId: service.teamId });
}

async function requireService(manager: EntityManager, id: string): Promise<void> {
  if (!(await manager.existsBy(ServiceEntity, { id }))) throw notFound('service');
}
