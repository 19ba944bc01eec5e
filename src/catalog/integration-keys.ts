import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SecretUses, wasUsedLately } from '../access/secret-uses.js';
import { hashIntegrationKey } from './integration-key.js';
import type { IntegrationType } from './integration-type.js';

/** The integration that a key opens. */
export interface KnownIntegration {
  readonly integrationId: string;
  readonly serviceId: string;
  readonly type: IntegrationType;
  /** Which of its keys this is; they are counted. Whoever stores an event asks whether it still opens. */
  readonly keyNumber: number;
}

interface KeyRow extends KnownIntegration {
  readonly isOld: boolean;
  /** Null: until it is revoked or renewed. */
  readonly endsInMs: number | null;
  readonly wasUsedLately: boolean;
}

/** So long an answer of the database is believed. Whoever stores an event asks whether the key still opens. */
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

  constructor(
    private readonly dataSource: DataSource,
    private readonly uses: SecretUses,
  ) {}

  /**
   * @returns null for a key that is unknown, revoked or past its end. One query by a unique index, and none for a second
   * after it; a key that another process has revoked or renewed within that second is still found.
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

  /** A key was revoked or renewed in this process: from now on the database is asked anew. Call it after the commit. */
  forgetAll(): void {
    this.revocations += 1;
    this.believed.clear();
    this.asked.clear();
  }

  private async ask(name: string, hash: Buffer): Promise<KnownIntegration | null> {
    const { revocations } = this;
    try {
      const [row] = await this.dataSource.query<KeyRow[]>(
        `SELECT id AS "integrationId", service_id AS "serviceId", type, key_hash <> $1 AS "isOld",
                CASE WHEN key_hash = $1 THEN secret_number ELSE secret_number - 1 END AS "keyNumber",
                CASE WHEN key_hash <> $1 THEN extract(epoch FROM old_ends_at - rouse_now())::float8 * 1000 END AS "endsInMs",
                ${wasUsedLately('integrations')} AS "wasUsedLately"
         FROM integrations
         WHERE (key_hash = $1 OR (old_hash = $1 AND old_ends_at > rouse_now())) AND revoked_at IS NULL`,
        [hash],
      );
      if (row === undefined) return null;
      const { isOld, endsInMs, wasUsedLately: isNoted, ...integration } = row;
      if (!isNoted) this.uses.note({ table: 'integrations', hash, isOld });
      if (revocations === this.revocations) {
        if (this.believed.size >= MOST_BELIEVED) this.believed.clear();
        const believedMs = Math.min(BELIEVED_MS, endsInMs ?? BELIEVED_MS);
        this.believed.set(name, { integration, until: performance.now() + believedMs });
      }
      return integration;
    } finally {
      if (revocations === this.revocations) this.asked.delete(name);
    }
  }
}
