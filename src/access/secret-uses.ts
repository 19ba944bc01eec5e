import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { SECRET_HASH_COLUMNS, type SecretTable } from './secret-rotation.js';

/** One use of a secret that is known. */
export interface SecretUse {
  readonly table: SecretTable;
  readonly hash: Buffer;
  /** Whether it is a secret that was renewed and still opens. */
  readonly isOld: boolean;
  /** Where it was used from; kept of tokens only. */
  readonly sourceAddress?: string;
}

/** An SQL condition: the use of the secret whose hash is `$1` need not be written again. */
export const wasUsedLately = (table: SecretTable): string => `coalesce(
  CASE WHEN ${SECRET_HASH_COLUMNS[table]} = $1 THEN last_used_at ELSE old_last_used_at END
    > rouse_now() - interval '1 minute', false)`;

/**
 * Writes when secrets were last used, at most once a minute each: beside what they are used for, never before it, on
 * one connection at a time, and without waiting for a row that somebody has locked.
 */
@Injectable()
export class SecretUses {
  private readonly waiting = new Map<string, SecretUse>();
  private isWriting = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Notes a use; it is written soon, or never where the database is away. */
  note(use: SecretUse): void {
    this.waiting.set(use.hash.toString('latin1'), use);
    if (!this.isWriting) void this.writeAll();
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    try {
      while (this.waiting.size > 0) {
        const uses = [...this.waiting.values()];
        this.waiting.clear();
        await this.write(uses);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'When secrets were last used could not be written');
    } finally {
      this.isWriting = false;
    }
  }

  private async write(uses: readonly SecretUse[]): Promise<void> {
    for (const [table, isOld] of KINDS) {
      const ofKind = uses.filter((use) => use.table === table && use.isOld === isOld);
      if (ofKind.length === 0) continue;
      await this.dataSource.query(updateOf(table, isOld), [
        ofKind.map(({ hash }) => hash),
        ofKind.map(({ sourceAddress }) => sourceAddress ?? null),
      ]);
    }
  }
}

const KINDS = (['api_tokens', 'integrations', 'calendar_feeds'] as const).flatMap((table) => [
  [table, false] as const,
  [table, true] as const,
]);

/** Whoever renews a secret meanwhile is not waited for: its next use is written then. */
function updateOf(table: SecretTable, isOld: boolean): string {
  const old = isOld ? 'old_' : '';
  const hash = isOld ? 'old_hash' : SECRET_HASH_COLUMNS[table];
  const from = table === 'api_tokens' ? `, ${old}last_used_from = used.source` : '';
  return `
    WITH used AS (
      SELECT secret.id, used.source FROM unnest($1::bytea[], $2::text[]) AS used (hash, source)
        JOIN ${table} secret ON secret.${hash} = used.hash
       WHERE secret.${old}last_used_at IS NULL OR secret.${old}last_used_at <= rouse_now() - interval '1 minute'
       ORDER BY secret.id FOR NO KEY UPDATE OF secret SKIP LOCKED)
    UPDATE ${table} SET ${old}last_used_at = rouse_now()${from} FROM used WHERE ${table}.id = used.id`;
}
