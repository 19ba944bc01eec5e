import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../access/audit-log.js';
import { requirePermission } from '../access/permission.js';
import type { Principal } from '../access/principal.js';
import { renewSecret, visiblePrefix, type Rotation } from '../access/secret-rotation.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { newId } from '../platform/database/identifier.js';
import { toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { notFound } from '../platform/http/problem.js';
import { hashIntegrationKey, integrationUrl, newIntegrationKey } from './integration-key.js';
import { IntegrationKeys } from './integration-keys.js';
import {
  INTEGRATION_COLUMNS,
  toIntegrationView,
  type CreatedIntegration,
  type CreateIntegration,
  type IntegrationRow,
  type IntegrationView,
} from './integration-schema.js';
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
      await inner.query(
        'INSERT INTO integrations (id, service_id, type, name, key_hash, prefix) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, serviceId, input.type, input.name, hashIntegrationKey(key), visiblePrefix(key)],
      );
      const after = toIntegrationView(await find(inner, id));
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
    const integrations = await manager.query<IntegrationRow[]>(
      `SELECT ${INTEGRATION_COLUMNS} FROM integrations
        WHERE service_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [serviceId, cursor ?? null, limit + 1],
    );
    return toPage(integrations.map(toIntegrationView), limit);
  }

  /**
   * Gives an integration a new key; the old one opens for as long as is chosen, and events by either are of the same
   * integration. @throws Problem 403; 404; 409 where it was renewed a moment ago
   */
  async rotate(principal: Principal, id: string, rotation: Rotation): Promise<CreatedIntegration> {
    const key = newIntegrationKey();
    const view = await this.dataSource.transaction(async (manager) => {
      const before = await find(manager, id);
      await requireServiceChange(manager, principal, before.serviceId);
      const fresh = { hash: hashIntegrationKey(key), prefix: visiblePrefix(key) };
      const row = { ...before, oldEndsAt: before.old?.endsAt ?? null };
      await renewSecret(manager, 'integrations', row, fresh, rotation);
      const after = toIntegrationView(await find(manager, id));
      await this.auditLog.record(manager, principal, {
        action: 'integration.rotate',
        objectType: 'integration',
        objectId: id,
        before: toIntegrationView(before),
        after,
      });
      return after;
    });
    this.keys.forgetAll();
    return { ...view, key, url: integrationUrl(this.settings.publicUrl, view.type, key) };
  }

  /** From the commit on no key of it opens anything. @throws Problem 403; 404, also where it is revoked already */
  async revoke(principal: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const before = await find(manager, id);
      await requireServiceChange(manager, principal, before.serviceId);
      const [, revoked] = await manager.query<[unknown[], number]>(
        'UPDATE integrations SET revoked_at = rouse_now() WHERE id = $1 AND revoked_at IS NULL',
        [id],
      );
      if (revoked === 0) throw notFound('integration');
      await this.auditLog.record(manager, principal, {
        action: 'integration.revoke',
        objectType: 'integration',
        objectId: id,
        before: toIntegrationView(before),
      });
    });
    this.keys.forgetAll();
  }
}

/** One that is not revoked. @throws Problem 404 */
async function find(manager: EntityManager, id: string): Promise<IntegrationRow> {
  const [row] = await manager.query<IntegrationRow[]>(
    `SELECT ${INTEGRATION_COLUMNS} FROM integrations WHERE id = $1 AND revoked_at IS NULL`,
    [id],
  );
  if (!row) throw notFound('integration');
  return row;
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
