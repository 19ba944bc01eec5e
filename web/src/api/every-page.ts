import { ProblemError } from './faults';

const MOST_PAGES = 50;

interface AnswerPage<Item> {
  readonly data?: { readonly items: readonly Item[]; readonly nextCursor: string | null };
  readonly error?: ConstructorParameters<typeof ProblemError>[0];
}

/**
 * All items of a list, page after page; for lists that one chooses from or looks through as a whole.
 * @example everyPage((query) => api.GET('/api/v1/teams', { params: { query }, signal }))
 */
export async function everyPage<Item>(
  ask: (query: { limit: number; cursor?: string }) => Promise<AnswerPage<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data, error } = await ask(cursor === null ? { limit: 200 } : { limit: 200, cursor });
    if (error !== undefined) throw new ProblemError(error);
    if (data === undefined) break;
    items.push(...data.items);
    cursor = data.nextCursor;
    if (cursor === null) break;
  }
  return items;
}
