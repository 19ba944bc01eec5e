import { Button, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { $api, api } from '../../../api/client';
import { ProblemError } from '../../../api/faults';
import { FaultLine } from '../../../design/fault-line';
import { Empty, Failed, Loading } from '../../../design/states';
import { useSession } from '../../../session/session';
import { texts as words } from '../../../texts/me';
import { texts } from '../../../texts/my-swaps';
import { SwapCard } from './swap-card';
import { bySide } from './swap-words';

const AT_ONCE = 20;

async function readPage({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) {
  const cursor = pageParam === null ? {} : { cursor: pageParam };
  const { data, error } = await api.GET('/api/v1/swaps', {
    params: { query: { mine: 'true', limit: AT_ONCE, ...cursor } },
    signal,
  });
  if (error !== undefined) throw new ProblemError(error);
  return data;
}

/** Swaps and covers that concern me: what waits for my answer, what I asked, and how the others ended. */
export function SwapsSection() {
  const { id } = useSession();
  const open = $api.useQuery('get', '/api/v1/swaps', {
    params: { query: { mine: 'true', status: 'open', limit: 200 } },
  });
  const all = useInfiniteQuery({
    queryKey: ['get', '/api/v1/swaps', 'mine, page by page'],
    queryFn: readPage,
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (open.data === undefined || all.data === undefined) {
    const error = open.error ?? all.error;
    return error === null ? (
      <Loading rows={3} height={140} />
    ) : (
      <Failed error={error} retry={() => Promise.all([open.refetch(), all.refetch()])} />
    );
  }
  const { waiting, asked } = bySide(open.data.items, id);
  const { past } = bySide(
    all.data.pages.flatMap(({ items }) => items),
    id,
  );
  if (waiting.length + asked.length + past.length === 0 && !all.hasNextPage) return <NoSwaps />;
  return (
    <Stack gap="lg">
      <section>
        <Title order={2} size="h3" mb="xs">
          {texts.waiting}
        </Title>
        {waiting.length === 0 ? <Text c="dimmed">{texts.nothingWaits}</Text> : null}
        <Stack gap="sm">
          {waiting.map((swap) => (
            <SwapCard key={swap.id} swap={swap} />
          ))}
        </Stack>
      </section>
      <SwapList title={texts.asked} swaps={asked} />
      <SwapList title={texts.past} swaps={past} />
      {all.isFetchNextPageError ? <FaultLine error={all.error} /> : null}
      {all.hasNextPage ? (
        <Button variant="default" loading={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </Stack>
  );
}

function SwapList({ title, swaps }: { title: string; swaps: Parameters<typeof bySide>[0] }) {
  if (swaps.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {title}
      </Title>
      <Stack gap="sm">
        {swaps.map((swap) => (
          <SwapCard key={swap.id} swap={swap} />
        ))}
      </Stack>
    </section>
  );
}

function NoSwaps() {
  return (
    <Empty
      title={texts.none}
      action={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/me/$section" params={{ section: 'shifts' }} {...props} />}
        >
          {texts.toShifts}
        </Button>
      }
    >
      <Text size="sm">{texts.noneDetail}</Text>
    </Empty>
  );
}
