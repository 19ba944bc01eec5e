import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { v4 as newId } from 'uuid';
import type { Schema } from '../../api/client';
import { serverNow } from '../../api/server-clock';
import { Page } from '../../design/page';
import { Empty, Failed, Loading } from '../../design/states';
import { usePeople } from '../../people/people';
import { useTeams } from '../../people/teams';
import { weeklyLayer } from '../../schedule-editor/layer-templates';
import type { ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { dropStoredDraft, readStoredDraft } from '../../schedule-editor/stored-draft';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedule-editor';
import { DraftOffer } from './draft-offer';
import { ScheduleEditor } from './schedule-editor';
import { TemplatePicker } from './template-picker';

export default function NewScheduleScreen() {
  const teams = useTeams();
  const people = usePeople();
  return (
    <Page title={texts.newTitle} wide>
      {teams.data === undefined && teams.error !== null ? (
        <Failed error={teams.error} retry={teams.refetch} />
      ) : teams.data === undefined || people.size === 0 ? (
        <Loading rows={3} height={160} />
      ) : (
        <Making teams={teams.data} isObserver={(id) => people.get(id)?.role === 'observer'} />
      )}
    </Page>
  );
}

function Making({
  teams,
  isObserver,
}: {
  teams: readonly Schema<'Team'>[];
  isObserver: (id: string) => boolean;
}) {
  const may = useMay();
  const session = useSession();
  const navigate = useNavigate();
  const mine = teams.filter(({ id }) => may('schedule.change', { teamId: id }));
  const own = mine.find(({ id }) => session.teams.some((team) => team.id === id)) ?? null;
  const [stored, setStored] = useState(() => readStoredDraft(session.id, null));
  const [goesOn, setGoesOn] = useState(false);
  const [untouched] = useState<ScheduleDraft>(() => {
    const members = own?.members
      .map(({ userId }) => userId)
      .filter((id) => id !== session.id && !isObserver(id));
    const participants = isObserver(session.id) ? (members ?? []) : [session.id, ...(members ?? [])];
    const start = {
      participants,
      timeZone: session.timeZone,
      now: serverNow(),
      newId,
    };
    return {
      name: own === null ? '' : texts.nameFor(own.name),
      timeZone: session.timeZone,
      teamId: own?.id ?? null,
      layers: [weeklyLayer(start)],
    };
  });
  const onSaved = useCallback(
    (written: Schema<'WrittenSchedule'>) => {
      notifications.show({ message: texts.saved(written.name), color: 'gray' });
      void navigate({ to: `/schedules/${written.id}` });
    },
    [navigate],
  );
  if (mine.length === 0 && !may('schedule.change', { teamId: null }))
    return (
      <Empty
        title={texts.notAllowedNew}
        action={
          <Button variant="default" component={Link} to="/schedules">
            {texts.toSchedules}
          </Button>
        }
      >
        <Text>{texts.notAllowedDetail}</Text>
      </Empty>
    );
  if (stored !== null && !goesOn)
    return (
      <DraftOffer
        stored={stored}
        onGoOn={() => setGoesOn(true)}
        onDiscard={() => {
          dropStoredDraft(session.id, null);
          setStored(null);
        }}
      />
    );
  const draft = goesOn && stored !== null ? stored.draft : untouched;
  return (
    <ScheduleEditor
      schedule={null}
      beginning={{ base: null, draft, untouched }}
      onSaved={onSaved}
      templates={(state) => <TemplatePicker draft={state.draft} onChange={state.setDraft} />}
    />
  );
}
