import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api } from '../../../api/client';
import { faultOf } from '../../../api/faults';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/account';

const EMPTY = { currentPassword: '', newPassword: '' };

/** Changes my password, where people sign in by one. */
export function PasswordForm() {
  const { email } = useSession();
  const queries = useQueryClient();
  const methods = $api.useQuery('get', '/api/v1/sign-in-methods', {}, { staleTime: Infinity });
  const [draft, setDraft] = useState(EMPTY);
  const change = $api.useMutation('post', '/api/v1/me/password', {
    onSuccess: async () => {
      setDraft(EMPTY);
      notifications.show({ message: texts.passwordChanged });
      await refresh(queries, ['/api/v1/users/{id}/sessions']);
    },
  });
  if (methods.data?.password === false) return null;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate({ body: draft });
  };
  const type = (part: Partial<typeof draft>) => {
    change.reset();
    setDraft({ ...draft, ...part });
  };
  const faults = change.error === null ? {} : faultOf(change.error).fields;
  const toggle = { visibilityToggleButtonProps: { 'aria-label': texts.show } };
  return (
    <Paper component="form" onSubmit={submit} aria-labelledby="password-title">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3" id="password-title">
            {texts.password}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.passwordDetail}
          </Text>
        </div>
        <input type="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordInput
          label={texts.passwordCurrent}
          autoComplete="current-password"
          required
          value={draft.currentPassword}
          onChange={(event) => type({ currentPassword: event.currentTarget.value })}
          error={faults['currentPassword']}
          {...toggle}
        />
        <PasswordInput
          label={texts.passwordNew}
          autoComplete="new-password"
          required
          minLength={12}
          value={draft.newPassword}
          onChange={(event) => type({ newPassword: event.currentTarget.value })}
          error={faults['newPassword']}
          {...toggle}
        />
        <FaultLine error={change.error} shown={['currentPassword', 'newPassword']} />
        <Group justify="flex-end">
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={draft.currentPassword === '' || draft.newPassword === ''}
          >
            {texts.passwordChange}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
