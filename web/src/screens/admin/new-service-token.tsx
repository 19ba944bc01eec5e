import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { serverNow } from '../../api/server-clock';
import { FaultLine } from '../../design/fault-line';
import { ShownOnce } from '../../design/shown-once';
import { useEveryTeam } from '../../people/teams';
import { texts } from '../../texts/admin';

type NewToken = Schema<'CreateServiceToken'>;

const ROLES = ['observer', 'responder', 'admin'] as const;
const SCOPES = ['read', 'respond', 'schedule', 'account', 'configure', 'administer'] as const;
const DAY_MS = 86_400_000;

/** Asks what a program may do, and shows its token once. */
export function NewServiceToken({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const queries = useQueryClient();
  const creation = $api.useMutation('post', '/api/v1/service-tokens', {
    onSuccess: () => refresh(queries, ['/api/v1/service-tokens']),
  });
  const finish = () => {
    close();
    creation.reset();
  };
  const made = creation.data;
  return (
    <Modal
      opened={isOpen}
      onClose={finish}
      size="lg"
      title={made === undefined ? texts.newTokenTitle : texts.tokenMade(made.name)}
    >
      {made === undefined ? (
        <TokenForm
          cancel={finish}
          send={(body) => creation.mutate({ body })}
          isPending={creation.isPending}
          error={creation.error}
        />
      ) : (
        <Stack>
          <ShownOnce secret={made.token} label={texts.token}>
            {texts.tokenOnce}
          </ShownOnce>
          <Group justify="flex-end">
            <Button onClick={finish}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
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
  const teams = useEveryTeam().data ?? [];
  const [name, setName] = useState('');
  const [role, setRole] = useState<NewToken['role']>('responder');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [days, setDays] = useState<string>('90');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    send({
      name,
      role,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      teams: teamIds.map((teamId) => ({ teamId, role: 'manager' })),
      ...(days === 'never'
        ? {}
        : { expiresAt: new Date(serverNow().getTime() + Number(days) * DAY_MS).toISOString() }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={texts.tokenName}
          description={texts.tokenNameWhy}
          required
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={error == null ? undefined : faultOf(error).fields['name']}
        />
        <Select
          label={texts.role}
          allowDeselect={false}
          data={ROLES.map((value) => ({ value, label: texts.roles[value] }))}
          value={role}
          onChange={(next) => setRole(ROLES.find((one) => one === next) ?? role)}
        />
        <Checkbox.Group
          label={texts.scopes}
          description={texts.scopesWhy}
          value={scopes}
          onChange={setScopes}
        >
          <Stack gap="sm" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={texts.scopeSays[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        {teams.length === 0 ? null : (
          <MultiSelect
            label={texts.teams}
            searchable
            data={teams.map((team) => ({ value: team.id, label: team.name }))}
            value={teamIds}
            onChange={setTeamIds}
          />
        )}
        <Select
          label={texts.expires}
          allowDeselect={false}
          data={Object.entries(texts.expiries).map(([value, label]) => ({ value, label }))}
          value={days}
          onChange={(value) => setDays(value ?? '90')}
        />
        <FaultLine error={error} shown={['name']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isPending} disabled={scopes.length === 0}>
            {texts.makeToken}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
