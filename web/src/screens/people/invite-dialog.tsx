import { Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { DialogForm } from '../../design/dialog-form';
import { ZoneSelect } from '../../design/zone-select';
import { useTeams } from '../../people/teams';
import { useSession } from '../../session/session';
import { texts } from '../../texts/directory';
import { RoleSelect } from './role-select';
import { SentLink } from './sent-link';

const FIELDS = ['name', 'email', 'role', 'timeZone', 'teams'];

/** Asks whom to invite, and shows the link once it is made. */
export function InviteDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const [sent, setSent] = useState<{ name: string; link: Schema<'SentInvitation'> } | null>(null);
  const finish = () => {
    setSent(null);
    close();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={finish}
      title={sent === null ? texts.inviteTitle : texts.invitedTitle(sent.name)}
      size="lg"
    >
      {sent === null ? (
        <InviteForm cancel={close} onSent={(name, link) => setSent({ name, link })} />
      ) : (
        <Stack>
          <SentLink link={sent.link} email={sent.link.email} label={texts.inviteLink} />
          <Group justify="flex-end">
            <Button onClick={finish}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function InviteForm({
  cancel,
  onSent,
}: {
  cancel: () => void;
  onSent: (name: string, link: Schema<'SentInvitation'>) => void;
}) {
  const queries = useQueryClient();
  const teams = useTeams().data ?? [];
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Schema<'User'>['role']>('responder');
  const [timeZone, setTimeZone] = useState(useSession().timeZone);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const invite = $api.useMutation('post', '/api/v1/invitations', {
    onSuccess: (link) => {
      onSent(name, link);
      void refresh(queries, [
        '/api/v1/users',
        '/api/v1/invitations',
        '/api/v1/teams',
        '/api/v1/reachability',
      ]);
    },
  });
  const faults = invite.error === null ? {} : faultOf(invite.error).fields;
  const send = () =>
    invite.mutate({
      body: { name, email, role, timeZone, teams: teamIds.map((teamId) => ({ teamId, role: 'member' })) },
    });
  return (
    <DialogForm
      send={send}
      cancel={cancel}
      label={texts.sendInvitation}
      isSending={invite.isPending}
      error={invite.error}
      shown={FIELDS}
    >
      <Text size="sm" c="dimmed">
        {texts.inviteWhy}
      </Text>
      <TextInput
        size="md"
        label={texts.name}
        required
        data-autofocus
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={faults['name']}
      />
      <TextInput
        size="md"
        label={texts.email}
        type="email"
        required
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        error={faults['email']}
      />
      <RoleSelect label={texts.role} value={role} onChange={setRole} />
      <ZoneSelect
        label={texts.zone}
        description={texts.zoneLater}
        value={timeZone}
        onChange={setTimeZone}
        error={faults['timeZone']}
      />
      {teams.length === 0 ? null : (
        <MultiSelect
          size="md"
          label={texts.intoTeams}
          description={texts.intoTeamsWhy}
          searchable
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={teamIds}
          onChange={setTeamIds}
          error={faults['teams']}
        />
      )}
    </DialogForm>
  );
}
