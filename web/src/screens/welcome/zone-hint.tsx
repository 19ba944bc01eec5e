import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { $api } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { FaultLine } from '../../design/fault-line';
import { useSession } from '../../session/session';
import { texts } from '../../texts/welcome';

/** Where the account is on another clock than the device; what is made here takes the clock of the account. */
export function ZoneHint() {
  const { id, timeZone } = useSession();
  const queries = useQueryClient();
  const save = $api.useMutation('patch', '/api/v1/users/{id}', {
    onSuccess: () => refresh(queries, ['/api/v1/me', '/api/v1/users']),
  });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here === timeZone) return null;
  return (
    <>
      <Group gap="xs" mb="md">
        <Text size="sm" c="dimmed">
          {texts.zone(timeZone, here)}
        </Text>
        <Button
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate({ params: { path: { id } }, body: { timeZone: here } })}
        >
          {texts.zoneUse(here)}
        </Button>
      </Group>
      <FaultLine error={save.error} />
    </>
  );
}
