import { Group, Paper, Text } from '@mantine/core';
import { BY_THE_CLOCK } from '../../api/by-the-clock';
import { $api } from '../../api/client';
import { Person } from '../../design/person';
import { Time } from '../../design/time';
import { texts } from '../../texts/schedules';
import classes from './schedule-screen.module.css';

/** Who is on call now and until when, and who is next. */
export function OnCallLine({ scheduleId }: { scheduleId: string }) {
  const params = { path: { id: scheduleId } };
  const onCall = $api.useQuery('get', '/api/v1/schedules/{id}/on-call', { params }, BY_THE_CLOCK);
  if (onCall.data === undefined) return null;
  const { userId, until, next } = onCall.data;
  return (
    <Paper className={classes.onCall} data-nobody={userId === null || undefined} aria-live="polite">
      <Group gap="sm">
        <Text size="sm" className={classes.onCallLabel}>
          {texts.onCall}
        </Text>
        {userId === null ? <Text fw={650}>{texts.nobody}</Text> : <Strong id={userId} />}
        {until === null ? null : (
          <Text span>
            {texts.until} <Time at={until} />
          </Text>
        )}
      </Group>
      {next === null ? null : (
        <Group gap="sm">
          <Text size="sm" className={classes.onCallLabel}>
            {texts.next}
          </Text>
          <Person id={next.userId} />
          <Text span>
            {texts.from} <Time at={next.start} />
          </Text>
        </Group>
      )}
    </Paper>
  );
}

function Strong({ id }: { id: string }) {
  return (
    <Text span fw={650} size="lg">
      <Person id={id} size={32} />
    </Text>
  );
}
