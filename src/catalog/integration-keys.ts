import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hashIntegrationKey } from './integration-key.js';
import type { IntegrationType } from './integration.entity.js';

/** The integration that a key opens. */
export interface KnownIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: IntegrationType;
}

/** The lock on the door of the ingest: which integration a key opens. */
@Injectable()
export class IntegrationKeys {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns null for a key that is unknown or revoked. One query by a unique index. */
  async find(key: string): Promise<KnownIntegration | null> {
    const [known] = await this.dataSource.query<KnownIntegration[]>(
      `SELECT id AS "integrationId", service_id AS "serviceId", type
       FROM integrations WHERE key_hash = $1 AND revoked_at IS NULL`,
      [hashIntegrationKey(key)],
    );
    return known ?? null;
  }
}
