import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, api, type Schema } from '../../api/client';
import { ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { FaultLine } from '../../design/fault-line';
import { offerUndo } from '../../design/undo';
import { texts } from '../../texts/directory';
import { DepartureDialog } from './departure-dialog';
import { RoleSelect } from './role-select';
import { SentLink } from './sent-link';

type Role = Schema<'User'>['role'];

/** What admins do about somebody: role, a way back in, another account at the provider, leaving. */
export function PersonAdministration({ person }: { person: Schema<'User'> }) {
  const methods = $api.useQuery('get', '/api/v1/sign-in-methods', {}, { staleTime: Infinity });
  const [isLeaving, { open, close }] = useDisclosure(false);
  return (
    <Paper component="section" aria-labelledby="administration">
      <Stack gap="md">
        <Title order={2} size="h3" id="administration">
          {texts.administer}
        </Title>
        <RoleChange person={person} />
        <ResetLink person={person} />
        {methods.data?.singleSignOn ? <ForgetProvider person={person} /> : null}
        <Button variant="default" onClick={open}>
          {texts.departure}
        </Button>
        <DepartureDialog person={person} isOpen={isLeaving} close={close} />
      </Stack>
    </Paper>
  );
}

function RoleChange({ person }: { person: Schema<'User'> }) {
  const queries = useQueryClient();
  const change = $api.useMutation('patch', '/api/v1/users/{id}');
  const give = async (role: Role) => {
    const { error } = await api.PATCH('/api/v1/users/{id}', {
      params: { path: { id: person.id } },
      body: { role },
    });
    if (error !== undefined) throw new ProblemError(error);
    await refresh(queries, ['/api/v1/users', '/api/v1/users/{id}']);
  };
  const choose = (role: Role) => {
    const before = person.role;
    change.mutate(
      { params: { path: { id: person.id } }, body: { role } },
      {
        onSuccess: () => {
          void refresh(queries, ['/api/v1/users', '/api/v1/users/{id}']);
          offerUndo(texts.roleChanged(person.name, texts.roles[role]), () => give(before));
        },
      },
    );
  };
  return (
    <>
      <RoleSelect label={texts.role} value={person.role} onChange={choose} disabled={change.isPending} />
      <FaultLine error={change.error} />
    </>
  );
}

function ResetLink({ person }: { person: Schema<'User'> }) {
  const [link, setLink] = useState<Schema<'SentLink'> | null>(null);
  const reset = $api.useMutation('post', '/api/v1/users/{id}/password-reset', { onSuccess: setLink });
  return (
    <Stack gap={4}>
      <Button
        variant="default"
        loading={reset.isPending}
        onClick={() => reset.mutate({ params: { path: { id: person.id } } })}
      >
        {texts.resetLink}
      </Button>
      <Text size="sm" c="dimmed">
        {texts.resetWhy}
      </Text>
      <FaultLine error={reset.error} />
      <Modal
        opened={link !== null}
        onClose={() => setLink(null)}
        title={texts.resetTitle(person.name)}
        size="lg"
      >
        {link === null ? null : (
          <Stack>
            <SentLink link={link} email={person.email} label={texts.resetLabel} />
            <Group justify="flex-end">
              <Button onClick={() => setLink(null)}>{texts.done}</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </Stack>
  );
}

function ForgetProvider({ person }: { person: Schema<'User'> }) {
  const forget = $api.useMutation('delete', '/api/v1/users/{id}/single-sign-on', {
    onSuccess: () => notifications.show({ message: texts.forgotten }),
  });
  return (
    <Stack gap={4}>
      <ConsequenceButton
        label={texts.forgetProvider}
        question={texts.forgetQuestion(person.name)}
        consequence={texts.forgetConsequence}
        keep={texts.keep}
        isPending={forget.isPending}
        error={forget.error}
        onConfirm={() => forget.mutate({ params: { path: { id: person.id } } })}
      />
      <Text size="sm" c="dimmed">
        {texts.forgetWhy}
      </Text>
    </Stack>
  );
}
