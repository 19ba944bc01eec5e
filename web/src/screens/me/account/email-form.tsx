import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/account';

/** The address that I sign in with; a new one counts once its link was followed. */
export function EmailForm() {
  const { id, email } = useSession();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const change = $api.useMutation('put', '/api/v1/users/{id}/email', {
    onSuccess: async () => {
      setTyped('');
      await refresh(queries, ['/api/v1/users']);
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate({ params: { path: { id } }, body: { email: typed } });
  };
  const fault = change.error === null ? undefined : faultOf(change.error).fields['email'];
  return (
    <Paper component="form" onSubmit={submit} aria-labelledby="email-title">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3" id="email-title">
            {texts.email}
          </Title>
          <Text fw={550}>{email}</Text>
          <Text size="sm" c="dimmed">
            {texts.emailDetail}
          </Text>
        </div>
        <TextInput
          type="email"
          label={texts.emailNew}
          autoComplete="email"
          required
          value={typed}
          onChange={(event) => {
            change.reset();
            setTyped(event.currentTarget.value);
          }}
          error={fault}
        />
        {change.data === undefined ? null : (
          <Text size="sm" role="status">
            {change.data.pending === null
              ? texts.emailDone(change.data.email)
              : texts.emailSent(change.data.pending.email)}
          </Text>
        )}
        <FaultLine error={change.error} shown={['email']} />
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={change.isPending} disabled={typed === ''}>
            {texts.emailChange}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
