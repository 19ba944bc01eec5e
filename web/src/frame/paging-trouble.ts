import { useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../api/client';
import { texts } from '../texts/frame';

type Finding = Schema<'PagingHealth'>['findings'][number];

const LOOK_EVERY_MS = 60_000;
/** While something is wrong, people watch for its end. */
const LOOK_AGAIN_MS = 10_000;

/** What was found, and how often in a row something was. */
interface Look {
  readonly findings: readonly Finding[];
  readonly timesInTrouble: number;
}

/** Of a server that has just started nobody knows anything yet: it is told when a second look finds it too. */
const TOLD_AFTER = 2;

/** What keeps pages from going out, in words; null: nothing, or nobody can say. Asked every minute. */
export function usePagingTrouble(): string | null {
  const { data } = useQuery({
    queryKey: ['get', '/health/paging'],
    queryFn: async ({ signal, client, queryKey }): Promise<Look> => {
      const stopping = (await findings(signal)).filter(({ stopsPages }) => stopsPages);
      const before = client.getQueryData<Look>(queryKey)?.timesInTrouble ?? 0;
      return { findings: stopping, timesInTrouble: stopping.length === 0 ? 0 : before + 1 };
    },
    refetchInterval: ({ state }) => (state.data?.timesInTrouble ? LOOK_AGAIN_MS : LOOK_EVERY_MS),
    retry: false,
  });
  if (data === undefined || data.timesInTrouble < TOLD_AFTER) return null;
  const says = data.findings.map((finding) => texts.finding(finding.kind) ?? finding.says);
  return [texts.trouble, ...new Set(says)].join(' ');
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
