import { useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { texts } from '../texts/frame';

type Finding = Schema<'PagingHealth'>['findings'][number];

const LOOK_EVERY_MS = 60_000;
/** While something is wrong, people watch for its end. */
const LOOK_AGAIN_MS = 10_000;

/** What keeps pages from going out, in words; null: nothing, or nobody can say. Asked every minute. */
export function usePagingTrouble(): string | null {
  const { data } = useQuery({
    queryKey: ['get', '/health/paging'],
    queryFn: ({ signal }) => findings(signal),
    refetchInterval: ({ state }) => (state.data?.length ? LOOK_AGAIN_MS : LOOK_EVERY_MS),
    retry: false,
  });
  const stopping = (data ?? []).filter(({ stopsPages }) => stopsPages);
  if (stopping.length === 0) return null;
  return [texts.trouble, ...new Set(stopping.map(({ kind, says }) => texts.finding(kind) ?? says))].join(' ');
}

async function findings(signal: AbortSignal): Promise<readonly Finding[]> {
  const { data, error } = await api.GET('/health/paging', { signal });
  // 503 carries them as a member of the problem.
  const found: unknown = data?.findings ?? (error !== undefined && 'findings' in error ? error.findings : []);
  return Array.isArray(found) ? found.filter(isFinding) : [];
}

const isFinding = (found: unknown): found is Finding =>
  typeof found === 'object' &&
  found !== null &&
  'kind' in found &&
  typeof found.kind === 'string' &&
  'stopsPages' in found &&
  'says' in found;
