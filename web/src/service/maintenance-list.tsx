import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerStop, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../api/client';
import { refresh } from '../api/live-changes';
import { ConsequenceButton } from '../design/consequence-button';
import { StateBadge } from '../design/state-badge';
import { Pending } from '../design/states';
import { Time } from '../design/time';
import { texts } from '../texts/maintenance';
import { PlanMaintenance } from './plan-maintenance';
import classes from './test-alert.module.css';

type Window = Schema<'MaintenanceWindow'>;

/** The maintenance windows of a service; those that are over are folded away. */
export function MaintenanceList({ serviceId, mayChange }: { serviceId: string; mayChange: boolean }) {
  const [isOverShown, setIsOverShown] = useState(false);
  const windows = useMaintenance(serviceId);
  if (windows.data === undefined) return <Pending query={windows} rows={2} />;
  const { items } = windows.data;
  const ahead = items.filter(({ current, next }) => current !== null || next !== null);
  const over = items.filter(({ current, next }) => current === null && next === null);
  return (
    <Paper component="section" aria-labelledby="maintenance">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h3" id="maintenance">
            {texts.title}
          </Title>
          {mayChange ? <PlanMaintenance serviceId={serviceId} /> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {texts.why}
        </Text>
        {ahead.length === 0 ? <Text>{texts.none}</Text> : null}
        <ul className={classes.ways}>
          {(isOverShown ? [...ahead, ...over] : ahead).map((window) => (
            <WindowRow key={window.id} window={window} mayChange={mayChange} />
          ))}
        </ul>
        {over.length === 0 || isOverShown ? null : (
          <div>
            <Button variant="default" onClick={() => setIsOverShown(true)}>
              {texts.showOver(over.length)}
            </Button>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

/** The maintenance windows of a service, also those that are over. */
export function useMaintenance(serviceId: string) {
  return $api.useQuery(
    'get',
    '/api/v1/maintenance-windows',
    { params: { query: { serviceId, limit: 100 } } },
    { refetchInterval: 60_000 },
  );
}

function WindowRow({ window, mayChange }: { window: Window; mayChange: boolean }) {
  const { name, current, next } = window;
  return (
    <li className={classes.way}>
      <div className={classes.wayWords}>
        <Group gap="sm">
          <Text fw={650}>{name}</Text>
          {current === null ? null : <StateBadge state="planned" label={texts.now} />}
          {current === null && next === null ? <StateBadge state="past" label={texts.over} /> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {current === null ? null : (
            <>
              {texts.until} <Time at={current.end} />
              {next === null ? null : ' · '}
            </>
          )}
          {next === null ? null : (
            <>
              {texts.next} <Time at={next.start} /> {texts.to} <Time at={next.end} />
            </>
          )}
        </Text>
      </div>
      {mayChange ? (
        <Group gap="sm">
          {current === null ? null : <EndNow window={window} />}
          <Delete window={window} />
        </Group>
      ) : null}
    </li>
  );
}

const OLD_AFTER = ['/api/v1/maintenance-windows', '/api/v1/services', '/api/v1/incidents'];

function EndNow({ window: { id, name, atEnd } }: { window: Window }) {
  const queries = useQueryClient();
  const end = $api.useMutation('post', '/api/v1/maintenance-windows/{id}/end', {
    onSuccess: async () => {
      notifications.show({ message: texts.ended(name) });
      await refresh(queries, OLD_AFTER);
    },
  });
  return (
    <ConsequenceButton
      label={texts.endNow}
      question={texts.endAsk(name)}
      consequence={atEnd === 'open' ? texts.endOpens : texts.endDrops}
      keep={texts.keep}
      icon={<IconPlayerStop size={18} aria-hidden />}
      isPending={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate({ params: { path: { id } } })}
    />
  );
}

function Delete({ window: { id, name } }: { window: Window }) {
  const queries = useQueryClient();
  const remove = $api.useMutation('delete', '/api/v1/maintenance-windows/{id}', {
    onSuccess: async () => {
      notifications.show({ message: texts.deleted(name) });
      await refresh(queries, OLD_AFTER);
    },
  });
  return (
    <ConsequenceButton
      label={texts.delete}
      question={texts.deleteAsk(name)}
      consequence={texts.deleteSays}
      keep={texts.keep}
      icon={<IconTrash size={18} aria-hidden />}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ params: { path: { id } } })}
    />
  );
}
