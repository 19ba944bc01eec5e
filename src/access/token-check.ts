import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import type { Role } from './role.js';
import { hashTokenSecret } from './token-secret.js';

/** Whose token it is. */
export interface TokenHolder {
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
}

interface TokenRow extends TokenHolder {
  readonly wasUsedLately: boolean;
}

/** Finds who holds a token. Asks the database each time, so that a revoked token is refused at once. */
@Injectable()
export class TokenCheck {
  private readonly beingMarked = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The holder of a token that is neither unknown, expired nor revoked; else null. */
  async holderOf(secret: string): Promise<TokenHolder | null> {
    const [row] = await this.dataSource.query<TokenRow[]>(
      `SELECT token.id AS "tokenId", person.id AS "userId", person.name, person.role,
              coalesce(token.last_used_at > rouse_now() - interval '1 minute', false) AS "wasUsedLately"
         FROM api_tokens token JOIN current_users person ON person.id = token.user_id
        WHERE token.token_hash = $1 AND token.revoked_at IS NULL
          AND (token.expires_at IS NULL OR token.expires_at > rouse_now())`,
      [hashTokenSecret(secret)],
    );
    if (!row) return null;
    const { wasUsedLately, ...holder } = row;
    if (!wasUsedLately) void this.markUsed(holder.tokenId);
    return holder;
  }

  /** Which of these tokens, known by id, are still neither expired nor revoked: for who stays connected. */
  async stillValid(tokenIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT token.id FROM api_tokens token JOIN current_users person ON person.id = token.user_id
        WHERE token.id = ANY ($1::uuid[]) AND token.revoked_at IS NULL
          AND (token.expires_at IS NULL OR token.expires_at > rouse_now())`,
      [tokenIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Beside the request, not before it: when a token was used last is worth knowing but not worth waiting for. */
  private async markUsed(tokenId: string): Promise<void> {
    if (this.beingMarked.has(tokenId)) return;
    this.beingMarked.add(tokenId);
    try {
      await this.dataSource.query(
        `UPDATE api_tokens SET last_used_at = rouse_now()
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= rouse_now() - interval '1 minute')`,
        [tokenId],
      );
    } catch (error) {
      this.logger.warn({ err: error, tokenId }, 'When a token was last used could not be written');
    } finally {
      this.beingMarked.delete(tokenId);
    }
  }
}
