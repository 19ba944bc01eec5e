import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { story, type Sentence } from './story';

const MOST_PAGES = 5;

async function wholeTimeline(id: string, signal: AbortSignal): Promise<Schema<'TimelineEntry'>[]> {
  const entries: Schema<'TimelineEntry'>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = cursor === undefined ? { limit: 1000 } : { limit: 1000, cursor };
    const { data, error } = await api.GET('/api/v1/incidents/{id}/timeline', {
      params: { path: { id }, query },
      signal,
    });
    if (error !== undefined) throw new ProblemError(error);
    entries.push(...data.items);
    if (data.nextCursor === null) break;
    cursor = data.nextCursor;
  }
  return entries;
}

interface Story {
  readonly sentences: readonly Sentence[];
  readonly isKnown: boolean;
  /** Why it was not told the last time; null: it was, or nobody has answered so far. */
  readonly error: unknown;
  readonly askAgain: () => unknown;
}

/** The story of an incident in sentences, oldest first; current by the stream. */
export function useStory(id: string): Story {
  const { data, error, refetch } = useQuery({
    queryKey: ['get', '/api/v1/incidents/{id}/timeline', { params: { path: { id } } }],
    queryFn: ({ signal }) => wholeTimeline(id, signal),
  });
  const sentences = useMemo(() => story(data ?? []), [data]);
  return { sentences, isKnown: data !== undefined, error, askAgain: refetch };
}
