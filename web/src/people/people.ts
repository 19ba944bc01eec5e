import { useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { ProblemError } from '../api/faults';

type User = Schema<'User'>;

/** Everybody by id, those who have left included: stories name them. */
export type People = ReadonlyMap<string, User>;

const NOBODY: People = new Map();
const MOST_PAGES = 50;

async function everybody({ signal }: { signal: AbortSignal }): Promise<People> {
  const people = new Map<string, User>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = cursor === undefined ? { limit: 200 } : { limit: 200, cursor };
    const { data, error } = await api.GET('/api/v1/users', { params: { query }, signal });
    if (error !== undefined) throw new ProblemError(error);
    for (const person of data.items) people.set(person.id, person);
    if (data.nextCursor === null) break;
    cursor = data.nextCursor;
  }
  return people;
}

/** Names and faces for ids; empty until they have come. */
export function usePeople(): People {
  return (
    useQuery({ queryKey: ['get', '/api/v1/users', 'everybody'], queryFn: everybody, staleTime: 300_000 })
      .data ?? NOBODY
  );
}
