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

/** So long an answer of the database is believed. Whoever stores an event asks whether the integration is still there. */
const BELIEVED_MS = 1_000;
const MOST_BELIEVED = 10_000;

interface Believed {
  readonly integration: KnownIntegration;
  readonly until: number;
}

/** The lock on the door of the ingest: which integration a key opens. */
@Injectable()
export class IntegrationKeys {
  /** By the hash of the key. Keys that open nothing are not kept: anybody can make those up. */
  private readonly believed = new Map<string, Believed>();
  private readonly asked = new Map<string, Promise<KnownIntegration | null>>();
  private revocations = 0;

  constructor(private readonly dataSource: DataSource) {}

  /**
   * @returns null for a key that is unknown or revoked. One query by a unique index, and none for a second after it; a key
   * that another process has revoked within that second is still found.
   */
  find(key: string): Promise<KnownIntegration | null> {
    const hash = hashIntegrationKey(key);
    const name = hash.toString('latin1');
    const believed = this.believed.get(name);
    if (believed !== undefined && believed.until > performance.now())
      return Promise.resolve(believed.integration);
    const asked = this.asked.get(name) ?? this.ask(name, hash);
    this.asked.set(name, asked);
    return asked;
  }

  /** A key was revoked in this process: from now on the database is asked anew. Call it after the commit. */
  forgetAll(): void {
    this.revocations += 1;
    this.believed.clear();
    this.asked.clear();
  }

  private async ask(name: string, hash: Buffer): Promise<KnownIntegration | null> {
    const { revocations } = this;
    try {
      const [known] = await this.dataSource.query<KnownIntegration[]>(
        `SELECT id AS "integrationId", service_id AS "serviceId", type
         FROM integrations WHERE key_hash = $1 AND revoked_at IS NULL`,
        [hash],
      );
      if (known !== undefined && revocations === this.revocations) {
        if (this.believed.size >= MOST_BELIEVED) this.believed.clear();
        this.believed.set(name, { integration: known, until: performance.now() + BELIEVED_MS });
      }
      return known ?? null;
    } finally {
      if (revocations === this.revocations) this.asked.delete(name);
    }
  }
}
