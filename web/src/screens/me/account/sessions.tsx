import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../../api/client';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { StateBadge } from '../../../design/state-badge';
import { Pending } from '../../../design/states';
import { Time } from '../../../design/time';
import { leave } from '../../../frame/leave';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/account';
import classes from './account.module.css';
import { deviceName } from './device-names';

const PATHS = ['/api/v1/users/{id}/sessions'];

/** Where I am signed in, this one marked; each can be ended, and all others at once. */
export function Sessions() {
  const { id } = useSession();
  const queries = useQueryClient();
  const sessions = $api.useQuery('get', '/api/v1/users/{id}/sessions', {
    params: { path: { id }, query: { limit: 200 } },
  });
  const endAll = $api.useMutation('delete', '/api/v1/users/{id}/sessions', {
    onSuccess: async () => {
      notifications.show({ message: texts.allEnded });
      await refresh(queries, PATHS);
    },
  });
  const others = sessions.data?.items.filter(({ isThis }) => !isThis).length ?? 0;
  return (
    <section>
      <Group justify="space-between" mb="xs" mih={44}>
        <div>
          <Title order={2} size="h3">
            {texts.sessions}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.sessionsDetail}
          </Text>
        </div>
        {others === 0 ? null : (
          <Button
            variant="default"
            loading={endAll.isPending}
            onClick={() => endAll.mutate({ params: { path: { id } } })}
          >
            {texts.endAll}
          </Button>
        )}
      </Group>
      <FaultLine error={endAll.error} />
      {sessions.data === undefined ? (
        <Pending query={sessions} rows={1} />
      ) : sessions.data.items.length === 0 ? (
        <Text c="dimmed">{texts.noSessions}</Text>
      ) : (
        <Paper p={0}>
          <ul className={classes['list']}>
            {sessions.data.items.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
        </Paper>
      )}
    </section>
  );
}

function SessionLine({ session }: { session: Schema<'Session'> }) {
  const queries = useQueryClient();
  const end = $api.useMutation('delete', '/api/v1/sessions/{id}', {
    onSuccess: async () => {
      notifications.show({ message: texts.ended });
      await refresh(queries, PATHS);
    },
  });
  const device = deviceName(session.userAgent) ?? texts.unknownDevice;
  return (
    <li className={classes['line']}>
      <div>
        <Text fw={550}>{device}</Text>
        <Text size="sm" c="dimmed">
          {texts.lastSeen} <Time at={session.lastSeenAt} relative /> {texts.from} {session.sourceAddress}
        </Text>
        <FaultLine error={end.error} />
      </div>
      {session.isThis ? (
        <Group gap="sm">
          <StateBadge state="planned" label={texts.thisSession} />
          <Button variant="subtle" onClick={() => void leave()}>
            {texts.signOut}
          </Button>
        </Group>
      ) : (
        <Button
          variant="subtle"
          loading={end.isPending}
          aria-label={texts.endLabel(device)}
          onClick={() => end.mutate({ params: { path: { id: session.id } } })}
        >
          {texts.end}
        </Button>
      )}
    </li>
  );
}
