import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { $api, api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { useSession } from '../../session/session';
import { queryOf, type ListFilters } from './list-filters';

type Incident = Schema<'Incident'>;

const PAGE = 100;
/** The newest page is live by the stream; what is older is looked at again this often. */
const OLDER_AGAIN_MS = 60_000;
/** All pages are asked for again together, so the more there are, the more seldom. */
const PAGES_AT_ONCE = 10;

const again = ({
  state: { data },
}: {
  state: { data?: { pages: readonly unknown[] } | undefined };
}): number => OLDER_AGAIN_MS * Math.max(1, (data?.pages.length ?? 0) / PAGES_AT_ONCE);

/**
 * The incidents that are listed, newest first: the first page is asked for again with every change, those behind it are
 * loaded as one scrolls, so that a storm of changes costs one small question however long the list is.
 */
export function useIncidentList(filters: ListFilters) {
  const { id: me } = useSession();
  const query = queryOf(filters, me);
  const head = $api.useQuery('get', '/api/v1/incidents', { params: { query: { ...query, limit: PAGE } } });
  const hasMore = head.data !== undefined && head.data.nextCursor !== null;
  const older = useInfiniteQuery({
    queryKey: ['incidents behind the first page', query],
    queryFn: async ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) => {
      const page = pageParam === null ? {} : { cursor: pageParam };
      const params = { query: { ...query, ...page, limit: PAGE } };
      const { data, error } = await api.GET('/api/v1/incidents', { params, signal });
      if (error !== undefined) throw new ProblemError(error);
      return data;
    },
    // From the beginning: what new ones push out of the first page stands here still.
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: hasMore,
    staleTime: again,
    refetchInterval: again,
  });
  const incidents = useMemo(
    () => joined(head.data, older.data?.pages.flatMap(({ items }) => items) ?? []),
    [head.data, older.data],
  );
  const isTorn = hasMore && tears(head.data.items, older.data?.pages[0]?.items ?? []);
  const { refetch } = older;
  useEffect(() => {
    if (isTorn) void refetch();
  }, [isTorn, refetch]);
  return { head, older, incidents };
}

/** What the first page does not reach any more; what it reaches and does not have is not of this list any more. */
function joined(head: Schema<'IncidentPage'> | undefined, older: readonly Incident[]): Incident[] {
  if (head === undefined) return [];
  const last = head.items.at(-1);
  if (head.nextCursor === null || last === undefined) return head.items;
  return [...head.items, ...older.filter(({ id }) => id < last.id)];
}

/** Whether so many new ones have come that some stand on neither. */
function tears(head: readonly Incident[], older: readonly Incident[]): boolean {
  const [last, first] = [head.at(-1), older[0]];
  return last !== undefined && first !== undefined && last.id > first.id;
}
