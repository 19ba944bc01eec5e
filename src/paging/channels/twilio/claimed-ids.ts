import type { DataSource } from 'typeorm';

/**
 * Of what a provider recorded, the things that no attempt has claimed yet: what was found for one attempt must not
 * be taken for another one of the same page.
 */
export async function unclaimed<Item extends { sid: string }>(
  dataSource: DataSource,
  provider: string,
  items: readonly Item[],
): Promise<Item[]> {
  if (items.length === 0) return [];
  const rows = await dataSource.query<{ providerId: string }[]>(
    `SELECT provider_id AS "providerId" FROM attempts WHERE provider = $1 AND provider_id = ANY($2::text[])`,
    [provider, items.map((item) => item.sid)],
  );
  const claimed = new Set(rows.map((row) => row.providerId));
  return items.filter((item) => !claimed.has(item.sid));
}
