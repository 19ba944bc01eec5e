import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { FaultLine } from '../../design/fault-line';
import { Page } from '../../design/page';
import { texts } from '../../texts/directory';
import { MemberPicker } from './member-picker';
import { MemberRow } from './member-row';
import classes from './people.module.css';

/** Makes a team, with its people at once. */
export default function NewTeamScreen() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<Schema<'TeamInput'>['members']>([]);
  const creation = $api.useMutation('post', '/api/v1/teams', {
    onSuccess: async ({ id }) => {
      await refresh(queries, ['/api/v1/teams', '/api/v1/me']);
      await navigate({ to: '/teams/$teamId', params: { teamId: id } });
    },
  });
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate({ body: { name, members } });
  };
  return (
    <Page title={texts.newTeam}>
      <Paper maw={720} p="lg">
        <form onSubmit={send}>
          <Stack gap="lg">
            <TextInput
              label={texts.teamName}
              required
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              error={creation.error === null ? undefined : faultOf(creation.error).fields['name']}
            />
            <Stack gap="xs">
              <Title order={2} size="h3">
                {texts.members}
              </Title>
              <Text size="sm" c="dimmed">
                {members.length === 0 ? texts.noMembersYet : texts.membersWhy}
              </Text>
              {members.length === 0 ? null : (
                <ul className={classes.list}>
                  {members.map((member) => (
                    <MemberRow
                      key={member.userId}
                      member={member}
                      onRole={(role) =>
                        setMembers(
                          members.map((one) => (one.userId === member.userId ? { ...one, role } : one)),
                        )
                      }
                      onRemove={() => setMembers(members.filter(({ userId }) => userId !== member.userId))}
                    />
                  ))}
                </ul>
              )}
              <MemberPicker
                without={members.map(({ userId }) => userId)}
                onPick={(userId) => setMembers([...members, { userId, role: 'member' }])}
              />
            </Stack>
            <FaultLine error={creation.error} shown={['name']} />
            <Group justify="flex-end">
              <Button variant="default" component={Link} to="/people" hash="teams">
                {texts.cancel}
              </Button>
              <Button type="submit" loading={creation.isPending}>
                {texts.makeTeam}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
