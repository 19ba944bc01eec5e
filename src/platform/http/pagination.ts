import { z } from 'zod';
import { isId } from '../database/identifier.js';

/** `?limit=` and `?cursor=`; every list takes them. A cursor is the id of the last item seen. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().refine(isId, 'is not a cursor that a list gave').optional(),
});
export type PageQuery = z.output<typeof pageQuerySchema>;

/** The answer's form for a list of `item`. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/**
 * Makes a page of rows that were asked for with LIMIT `limit + 1`: the extra row says that there is more.
 * @param rows in list order, each with the id that the next page starts after
 */
export function toPage<Item extends { id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
