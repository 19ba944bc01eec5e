import { Button, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { $api, api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { Page } from '../../design/page';
import { Empty, Failed, Loading } from '../../design/states';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { ScheduleRow } from './schedule-row';
import classes from './schedules-screen.module.css';

const FIND_FROM = 8;

/** All schedules: who is on call, until when, who is next, and the hours ahead that nobody covers. */
export default function SchedulesScreen() {
  const [wanted, setWanted] = useState('');
  const mayMake = useMayMake();
  const schedules = useInfiniteQuery({
    queryKey: ['get', '/api/v1/schedules', 'list'],
    queryFn: schedulePage,
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const onCall = $api.useQuery(
    'get',
    '/api/v1/on-call',
    { params: { query: { limit: 1_000 } } },
    BY_THE_CLOCK,
  );
  const teams = $api.useQuery('get', '/api/v1/teams', { params: { query: { limit: 200 } } });
  const all = schedules.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = all.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const onCallOf = new Map(onCall.data?.items.map((each) => [each.scheduleId, each]));
  const teamOf = new Map(teams.data?.items.map(({ id, name }) => [id, name]));
  return (
    <Page title={texts.title} actions={mayMake && all.length > 0 ? <Create /> : undefined}>
      {schedules.isPending ? <Loading rows={4} height={72} /> : null}
      {schedules.error === null ? null : <Failed error={schedules.error} retry={() => schedules.refetch()} />}
      {schedules.isSuccess && all.length === 0 ? (
        <Empty title={texts.emptyTitle} action={mayMake ? <Create /> : undefined}>
          <Text>{texts.empty}</Text>
          {mayMake ? null : <Text c="dimmed">{texts.emptyForOthers}</Text>}
        </Empty>
      ) : null}
      {all.length >= FIND_FROM ? (
        <TextInput
          type="search"
          aria-label={texts.find}
          placeholder={texts.find}
          leftSection={<IconSearch size={18} aria-hidden />}
          size="md"
          value={wanted}
          onChange={({ currentTarget }) => {
            setWanted(currentTarget.value);
          }}
        />
      ) : null}
      {all.length > 0 && shown.length === 0 ? <Text role="status">{texts.noneFound(wanted)}</Text> : null}
      {shown.length === 0 ? null : (
        <ul className={classes.list}>
          {shown.map((schedule) => (
            <ScheduleRow
              key={schedule.id}
              schedule={schedule}
              onCall={onCallOf.get(schedule.id)}
              team={schedule.teamId === null ? null : (teamOf.get(schedule.teamId) ?? null)}
            />
          ))}
        </ul>
      )}
      {schedules.hasNextPage ? (
        <Button
          variant="default"
          loading={schedules.isFetchingNextPage}
          onClick={() => void schedules.fetchNextPage()}
        >
          {texts.more}
        </Button>
      ) : null}
    </Page>
  );
}

async function schedulePage({
  pageParam,
  signal,
}: {
  pageParam: string;
  signal: AbortSignal;
}): Promise<Schema<'SchedulePage'>> {
  const query = pageParam === '' ? { limit: 50 } : { limit: 50, cursor: pageParam };
  const { data, error } = await api.GET('/api/v1/schedules', { params: { query }, signal });
  if (error !== undefined) throw new ProblemError(error);
  return data;
}

function Create() {
  return (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link to="/schedules/new" {...props} />}
    >
      {texts.create}
    </Button>
  );
}

/** For some team of theirs at least, or for all. */
function useMayMake(): boolean {
  const may = useMay();
  const { teams } = useSession();
  return may('schedule.change') || teams.some(({ id }) => may('schedule.change', { teamId: id }));
}
