import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { conflict } from '../platform/http/problem.js';
import { utcTimeSchema } from '../platform/http/times.js';

/** Where secrets are kept as hashes, and in which column the hash of the one in force is. */
export const SECRET_HASH_COLUMNS = {
  api_tokens: 'token_hash',
  integrations: 'key_hash',
  calendar_feeds: 'secret_hash',
} as const;
export type SecretTable = keyof typeof SECRET_HASH_COLUMNS;

const LONGEST_OVERLAP_SECONDS = 30 * 24 * 3600;

export const rotationSchema = z
  .strictObject({
    keepOldForSeconds: z
      .int()
      .min(0)
      .max(LONGEST_OVERLAP_SECONDS)
      .describe('So long the old secret opens too; 0: it opens nothing from now on'),
  })
  .meta({ id: 'SecretRotation' });
export type Rotation = z.output<typeof rotationSchema>;

/** A secret that was renewed and still opens; null where there is none. */
export const oldSecretSchema = z
  .object({
    prefix: z.string().nullable().describe('Its first characters; null where they were not kept'),
    endsAt: utcTimeSchema,
    lastUsedAt: utcTimeSchema.nullable().describe('Exact to a minute'),
  })
  .meta({ id: 'OldSecret' });

/** An SQL expression: what `oldSecretSchema` says of the row, as JSON. */
export const OLD_SECRET = `CASE WHEN old_ends_at > rouse_now() THEN json_build_object('prefix', old_prefix,
  'endsAt', to_char(old_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'lastUsedAt', to_char(old_last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END`;

/** A secret as it may be shown for recognition: too little of it to guess the rest. */
export const visiblePrefix = (secret: string): string =>
  secret.slice(0, (secret.startsWith('rouse_') ? 'rouse_'.length : 0) + 4);

/** A row with a secret, as it was read before it is renewed. */
export interface RenewableSecret {
  readonly id: string;
  /** Secrets of a row are counted: whoever renews says which one they have seen. */
  readonly secretNumber: number;
  readonly oldEndsAt: string | null;
}

/**
 * Puts a new secret in the place of a row's secret and lets the old one open until the time given, but no longer than
 * the row itself. At most two secrets of a row are alive: one that was old before ends with `keepOldForSeconds` 0 only.
 * @throws Problem 409 where another old secret is still alive, and where somebody else renewed it at the same moment
 */
export async function renewSecret(
  manager: EntityManager,
  table: SecretTable,
  row: RenewableSecret,
  fresh: { readonly hash: Buffer; readonly prefix: string },
  { keepOldForSeconds }: Rotation,
): Promise<void> {
  if (row.oldEndsAt !== null && keepOldForSeconds > 0) {
    throw conflict(
      `The secret before this one still opens, until ${row.oldEndsAt}. With keepOldForSeconds 0 both end now.`,
      { oldEndsAt: row.oldEndsAt },
    );
  }
  const hash = SECRET_HASH_COLUMNS[table];
  const [, renewed] = await manager.query<[unknown[], number]>(
    `UPDATE ${table}
        SET ${hash} = $3, prefix = $4, secret_number = secret_number + 1, last_used_at = NULL,
            old_hash = CASE WHEN $5 > 0 THEN ${hash} END,
            old_prefix = CASE WHEN $5 > 0 THEN prefix END,
            old_ends_at = CASE WHEN $5 > 0 THEN ${endOfOld(table)} END,
            old_last_used_at = CASE WHEN $5 > 0 THEN last_used_at END
            ${table === 'api_tokens' ? ', last_used_from = NULL, old_last_used_from = CASE WHEN $5 > 0 THEN last_used_from END' : ''}
      WHERE id = $1 AND secret_number = $2 AND revoked_at IS NULL`,
    [row.id, row.secretNumber, fresh.hash, fresh.prefix, keepOldForSeconds],
  );
  if (renewed === 0) throw conflict('Somebody else renewed or revoked it at the same moment.');
}

const endOfOld = (table: SecretTable): string => {
  const end = `rouse_now() + $5 * interval '1 second'`;
  return table === 'api_tokens' ? `least(${end}, expires_at)` : end;
};
