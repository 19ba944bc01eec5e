import type { EntityManager } from 'typeorm';

/** A person, and whether they have a phone that pages can reach. */
export interface PhoneHolder {
  readonly id: string;
  readonly name: string;
  readonly hasVerifiedPhone: boolean;
}

/** Those of these people who exist, by id; one query. A phone is a number for SMS or calls, verified and not off. */
export async function readPhoneHolders(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, PhoneHolder>> {
  const rows = await manager.query<PhoneHolder[]>(
    `SELECT id, name, EXISTS (
        SELECT FROM contact_methods method
         WHERE method.user_id = users.id AND method.type IN ('sms', 'voice')
           AND method.verified_at IS NOT NULL AND method.disabled_at IS NULL) AS "hasVerifiedPhone"
       FROM users WHERE id = ANY ($1::uuid[])`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
