import { Button, Group, Paper, Stack, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { ZoneSelect } from '../../../design/zone-select';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/account';

/** My name and my time zone. */
export function ProfileForm() {
  const { id, name, timeZone } = useSession();
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ name, timeZone });
  const save = $api.useMutation('patch', '/api/v1/users/{id}', {
    onSuccess: async () => {
      notifications.show({ message: texts.saved });
      await refresh(queries, ['/api/v1/me', '/api/v1/users']);
    },
  });
  const change = (part: Partial<typeof draft>) => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ params: { path: { id } }, body: draft });
  };
  const faults = save.error === null ? {} : faultOf(save.error).fields;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Paper component="form" onSubmit={submit} aria-labelledby="profile-title">
      <Stack gap="sm">
        <Title order={2} size="h3" id="profile-title">
          {texts.you}
        </Title>
        <TextInput
          label={texts.name}
          autoComplete="name"
          required
          maxLength={200}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={faults['name']}
        />
        <ZoneSelect
          size="sm"
          label={texts.zone}
          description={texts.zoneDetail}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.timeZone}
          onChange={(zone) => change({ timeZone: zone })}
          error={faults['timeZone']}
        />
        <FaultLine error={save.error} shown={['name', 'timeZone']} />
        <Group justify="space-between">
          {here === draft.timeZone ? (
            <span />
          ) : (
            <Button variant="subtle" onClick={() => change({ timeZone: here })}>
              {texts.zoneHere(here)}
            </Button>
          )}
          <Button
            type="submit"
            loading={save.isPending}
            disabled={draft.name === name && draft.timeZone === timeZone}
          >
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
