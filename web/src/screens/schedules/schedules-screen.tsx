import { Button, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { $api } from '../../api/client';
import { Page } from '../../design/page';
import { Empty, Failed, Loading } from '../../design/states';
import { useTeams } from '../../people/teams';
import { useSchedules } from '../../schedule/schedules';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedules';
import { ScheduleRow } from './schedule-row';
import classes from './schedules-screen.module.css';

const FIND_FROM = 8;
const AT_ONCE = 50;

/** All schedules: who is on call, until when, who is next, and the hours ahead that nobody covers. */
export default function SchedulesScreen() {
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(AT_ONCE);
  const mayMake = useMayMake();
  const schedules = useSchedules();
  const onCall = $api.useQuery(
    'get',
    '/api/v1/on-call',
    { params: { query: { limit: 1_000 } } },
    BY_THE_CLOCK,
  );
  const teams = useTeams();
  const all = schedules.data ?? [];
  const found = all.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const shown = found.slice(0, most);
  const onCallOf = new Map(onCall.data?.items.map((each) => [each.scheduleId, each]));
  const teamOf = new Map(teams.data?.map(({ id, name }) => [id, name]));
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
      {found.length > shown.length ? (
        <Button
          variant="default"
          onClick={() => {
            setMost(most + AT_ONCE);
          }}
        >
          {texts.more}
        </Button>
      ) : null}
    </Page>
  );
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
