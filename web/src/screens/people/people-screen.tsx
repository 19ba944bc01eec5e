import { Button, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsersPlus } from '@tabler/icons-react';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Page } from '../../design/page';
import { useMay } from '../../session/session';
import { texts } from '../../texts/directory';
import { InviteDialog } from './invite-dialog';
import { OpenInvitations } from './open-invitations';
import { PeopleList } from './people-list';
import { TeamsList } from './teams-list';

/** Everybody of the organisation and its teams. `#teams` in the address shows the teams. */
export default function PeopleScreen() {
  const view = useLocation({ select: ({ hash }) => (hash === 'teams' ? 'teams' : 'people') });
  const navigate = useNavigate();
  const may = useMay();
  const [isInviting, { open, close }] = useDisclosure(false);
  return (
    <Page
      title={texts.people}
      actions={
        <>
          {may('team.create') ? (
            <Button
              variant="default"
              component={Link}
              to="/teams/new"
              leftSection={<IconUsersPlus size={18} aria-hidden />}
            >
              {texts.newTeam}
            </Button>
          ) : null}
          {may('person.manage') ? (
            <Button onClick={open} leftSection={<IconUserPlus size={18} aria-hidden />}>
              {texts.invite}
            </Button>
          ) : null}
        </>
      }
    >
      <InviteDialog isOpen={isInviting} close={close} />
      <Tabs
        value={view}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ to: '/people', hash: next === 'teams' ? 'teams' : '', replace: true })
        }
      >
        <Tabs.List aria-label={texts.views} mb="md">
          <Tabs.Tab value="people" h={44}>
            {texts.people}
          </Tabs.Tab>
          <Tabs.Tab value="teams" h={44}>
            {texts.teams}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <OpenInvitations />
          <PeopleList />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <TeamsList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
