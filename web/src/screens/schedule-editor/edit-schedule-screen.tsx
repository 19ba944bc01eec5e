import { Alert, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { Page } from '../../design/page';
import { Empty, Pending } from '../../design/states';
import { draftOf, isSame } from '../../schedule-editor/schedule-draft';
import { dropStoredDraft, readStoredDraft, type StoredDraft } from '../../schedule-editor/stored-draft';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/schedule-editor';
import { DraftOffer } from './draft-offer';
import { ScheduleEditor } from './schedule-editor';

export default function EditScheduleScreen() {
  const scheduleId = useParams({
    strict: false,
    select: (params: { scheduleId?: string }) => params.scheduleId ?? '',
  });
  const query = $api.useQuery('get', '/api/v1/schedules/{id}', { params: { path: { id: scheduleId } } });
  const schedule = query.data;
  const back = (
    <Button variant="default" component={Link} to={`/schedules/${scheduleId}`}>
      {texts.toSchedule}
    </Button>
  );
  if (schedule === undefined)
    return (
      <Page title={texts.editAny} wide>
        <Pending query={query} rows={3} height={160} />
      </Page>
    );
  return (
    <Page title={texts.editTitle(schedule.name)} wide actions={back}>
      {query.error !== null && faultOf(query.error).status === 404 ? (
        <Alert color="gray" role="alert">
          {texts.archived}
        </Alert>
      ) : null}
      <Editing key={schedule.id} schedule={schedule} />
    </Page>
  );
}

function Editing({ schedule }: { schedule: Schema<'Schedule'> }) {
  const may = useMay();
  const { id } = useSession();
  const navigate = useNavigate();
  const [stored, setStored] = useState<StoredDraft | null>(() => readStoredDraft(id, schedule.id));
  const [goesOn, setGoesOn] = useState(false);
  const onSaved = useCallback(
    (written: Schema<'WrittenSchedule'>) => {
      notifications.show({ message: texts.saved(written.name), color: 'gray' });
      void navigate({ to: `/schedules/${written.id}` });
    },
    [navigate],
  );
  if (!may('schedule.change', { teamId: schedule.teamId }))
    return (
      <Empty title={texts.notAllowedTitle}>
        <Text>{texts.notAllowedDetail}</Text>
      </Empty>
    );
  const now = draftOf(schedule);
  if (stored !== null && !goesOn && !isSame(stored.draft, now))
    return (
      <DraftOffer
        stored={stored}
        onGoOn={() => setGoesOn(true)}
        onDiscard={() => {
          dropStoredDraft(id, schedule.id);
          setStored(null);
        }}
      />
    );
  const fresh = { base: { version: schedule.version, draft: now }, draft: now };
  const { base, draft } = goesOn && stored?.base != null ? stored : fresh;
  return <ScheduleEditor schedule={schedule} beginning={{ base, draft, untouched: now }} onSaved={onSaved} />;
}
