import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, api, type Schema } from '../../../api/client';
import { ProblemError } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { useServerNow } from '../../../api/server-clock';
import { FaultLine } from '../../../design/fault-line';
import { spanText } from '../../../design/span';
import { StateBadge } from '../../../design/state-badge';
import { Pending } from '../../../design/states';
import { offerUndo } from '../../../design/undo';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/absences';
import { AbsenceForm } from './absence-form';
import classes from './absences.module.css';
import { HitShifts } from './hit-shifts';

type Absence = Schema<'Absence'>;

const OLD_PATHS = [
  '/api/v1/users/{id}/absences',
  '/api/v1/me/shifts',
  '/api/v1/schedules',
  '/api/v1/on-call',
];

/** When I am away: to say so, to see what it does to my shifts, to take it back. */
export function AbsencesSection() {
  const { id } = useSession();
  const now = useServerNow();
  const [from] = useState(() => now.toISOString());
  const [made, setMade] = useState<Schema<'MadeAbsence'> | null>(null);
  const absences = $api.useQuery('get', '/api/v1/users/{id}/absences', {
    params: { path: { id }, query: { limit: 200, from } },
  });
  return (
    <Stack gap="lg">
      <AbsenceForm onMade={setMade} />
      {made === null ? null : <HitShifts made={made} close={() => setMade(null)} />}
      <section>
        <Title order={2} size="h3" mb="xs">
          {texts.upcoming}
        </Title>
        {absences.data === undefined ? (
          <Pending query={absences} rows={2} />
        ) : (
          <AbsenceList
            absences={absences.data.items.filter(({ end }) => Date.parse(end) > now.getTime())}
            now={now}
          />
        )}
      </section>
    </Stack>
  );
}

function AbsenceList({ absences, now }: { absences: readonly Absence[]; now: Date }) {
  if (absences.length === 0) return <Text c="dimmed">{texts.none}</Text>;
  const inOrder = [...absences].sort((left, right) => Date.parse(left.start) - Date.parse(right.start));
  return (
    <Paper p={0}>
      <ul className={classes['list']}>
        {inOrder.map((absence) => (
          <AbsenceLine
            key={absence.id}
            absence={absence}
            isRunning={Date.parse(absence.start) <= now.getTime()}
          />
        ))}
      </ul>
    </Paper>
  );
}

function AbsenceLine({ absence, isRunning }: { absence: Absence; isRunning: boolean }) {
  const { timeZone } = useSession();
  const now = useServerNow();
  const queries = useQueryClient();
  const takeBack = $api.useMutation('delete', '/api/v1/absences/{id}', {
    onSuccess: async () => {
      await refresh(queries, OLD_PATHS);
      offerUndo(isRunning ? texts.endedNow : texts.takenBack, async () => {
        await sayAgain(absence);
        await refresh(queries, OLD_PATHS);
      });
    },
  });
  const span = spanText(new Date(absence.start), new Date(absence.end), now, timeZone);
  const button = isRunning ? texts.endNow : texts.takeBack;
  return (
    <li className={classes['line']}>
      <div>
        <Text fw={550}>{span}</Text>
        {absence.reason === null ? null : (
          <Text size="sm" c="dimmed">
            {absence.reason}
          </Text>
        )}
        <FaultLine error={takeBack.error} />
      </div>
      <Group gap="sm">
        {isRunning ? <StateBadge state="planned" label={texts.running} /> : null}
        <Button
          variant="default"
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate({ params: { path: { id: absence.id } } })}
          aria-label={texts.label(button, span)}
        >
          {button}
        </Button>
      </Group>
    </li>
  );
}

async function sayAgain({ userId, start, end, reason }: Absence): Promise<void> {
  const { error } = await api.POST('/api/v1/users/{id}/absences', {
    params: { path: { id: userId } },
    body: { start, end, reason },
  });
  if (error !== undefined) throw new ProblemError(error);
}
