import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { Page } from '../../design/page';
import { FaultLine } from '../../design/fault-line';
import { Failed, Loading } from '../../design/states';
import { useMay } from '../../session/session';
import { texts } from '../../texts/directory';
import classes from './people.module.css';
import { useTeamChange } from './team-change';
import { TeamMembers } from './team-members';
import { TeamOwns } from './team-owns';

/** One team: who is in it, and what is its. */
export default function TeamScreen() {
  const teamId = useParams({ strict: false, select: (params: { teamId?: string }) => params.teamId ?? '' });
  const team = $api.useQuery('get', '/api/v1/teams/{id}', { params: { path: { id: teamId } } });
  const may = useMay();
  const isMine = may('team.change', { teamId });
  return (
    <Page
      title={team.data?.name ?? texts.teams}
      actions={team.data !== undefined && isMine ? <Rename team={team.data} /> : undefined}
    >
      {team.error === null ? null : <Failed error={team.error} retry={() => team.refetch()} />}
      {team.isPending ? <Loading /> : null}
      {team.data === undefined ? null : (
        <div className={classes.columns}>
          <TeamMembers team={team.data} mayChange={isMine} />
          <TeamOwns teamId={teamId} />
        </div>
      )}
    </Page>
  );
}

function Rename({ team }: { team: Schema<'Team'> }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [name, setName] = useState(team.name);
  const { change, isPending, error } = useTeamChange(team);
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={open}>
        {texts.rename}
      </Button>
      <Modal opened={isOpen} onClose={close} title={texts.rename}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change({ name }, texts.renamed);
            close();
          }}
        >
          <Stack>
            <TextInput
              label={texts.teamName}
              required
              data-autofocus
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              error={error === null ? undefined : faultOf(error).fields['name']}
            />
            <FaultLine error={error} shown={['name']} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {texts.cancel}
              </Button>
              <Button type="submit" loading={isPending}>
                {texts.save}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
