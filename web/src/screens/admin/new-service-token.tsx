import { Checkbox, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { serverNow } from '../../api/server-clock';
import { DialogForm } from '../../design/dialog-form';
import { SecretDialog } from '../../design/secret-dialog';
import { useTeams } from '../../people/teams';
import { texts } from '../../texts/admin';

type NewToken = Schema<'CreateServiceToken'>;

const ROLES = ['observer', 'responder', 'admin'] as const;
const SCOPES = ['read', 'respond', 'schedule', 'account', 'configure', 'administer'] as const;
const DAY_MS = 86_400_000;

/** Asks what a program may do, and shows its token once. */
export function NewServiceToken({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const queries = useQueryClient();
  const creation = $api.useMutation('post', '/api/v1/service-tokens', {
    // Not waited for: the secret stands there at once, however long the list takes.
    onSuccess: () => void refresh(queries, ['/api/v1/service-tokens']),
  });
  const finish = () => {
    close();
    creation.reset();
  };
  const made = creation.data;
  return (
    <SecretDialog
      isOpen={isOpen}
      close={finish}
      title={texts.newTokenTitle}
      isMaking={creation.isPending}
      made={
        made === undefined
          ? null
          : {
              title: texts.tokenMade(made.name),
              secret: made.token,
              label: texts.token,
              says: texts.tokenOnce,
            }
      }
    >
      <TokenForm
        cancel={finish}
        send={(body) => creation.mutate({ body })}
        isPending={creation.isPending}
        error={creation.error}
      />
    </SecretDialog>
  );
}

function TokenForm({
  cancel,
  send,
  isPending,
  error,
}: {
  cancel: () => void;
  send: (body: NewToken) => void;
  isPending: boolean;
  error: unknown;
}) {
  const teams = useTeams().data ?? [];
  const [name, setName] = useState('');
  const [role, setRole] = useState<NewToken['role']>('responder');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [days, setDays] = useState<string>('90');
  const submit = () =>
    send({
      name,
      role,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      teams: teamIds.map((teamId) => ({ teamId, role: 'manager' })),
      ...(days === 'never'
        ? {}
        : { expiresAt: new Date(serverNow().getTime() + Number(days) * DAY_MS).toISOString() }),
    });
  return (
    <DialogForm
      send={submit}
      cancel={cancel}
      label={texts.makeToken}
      isSending={isPending}
      isWhole={scopes.length > 0}
      error={error}
      shown={['name']}
    >
      <TextInput
        size="md"
        label={texts.tokenName}
        description={texts.tokenNameWhy}
        required
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={error == null ? undefined : faultOf(error).fields['name']}
      />
      <Select
        size="md"
        label={texts.role}
        allowDeselect={false}
        data={ROLES.map((value) => ({ value, label: texts.roles[value] }))}
        value={role}
        onChange={(next) => setRole(ROLES.find((one) => one === next) ?? role)}
      />
      <Checkbox.Group label={texts.scopes} description={texts.scopesWhy} value={scopes} onChange={setScopes}>
        <Stack gap="sm" mt="xs">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} label={texts.scopeSays[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
      {teams.length === 0 ? null : (
        <MultiSelect
          size="md"
          label={texts.teams}
          searchable
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={teamIds}
          onChange={setTeamIds}
        />
      )}
      <Select
        size="md"
        label={texts.expires}
        allowDeselect={false}
        data={Object.entries(texts.expiries).map(([value, label]) => ({ value, label }))}
        value={days}
        onChange={(value) => setDays(value ?? '90')}
      />
    </DialogForm>
  );
}
