import { Stack, Text, Title } from '@mantine/core';
import type { Schema } from '../../api/client';
import { FaultLine } from '../../design/fault-line';
import { Empty } from '../../design/states';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/directory';
import { useOnCall } from './directory';
import { MemberPicker } from './member-picker';
import { MemberRow } from './member-row';
import classes from './people.module.css';
import { useTeamChange } from './team-change';

/** Who is in the team; its managers and admins change it here, each step with the way back. */
export function TeamMembers({ team, mayChange }: { team: Schema<'Team'>; mayChange: boolean }) {
  const people = usePeople();
  const onCall = useOnCall();
  const { change, isPending, error } = useTeamChange(team);
  const { members } = team;
  const nameOf = (id: string) => people.get(id)?.name ?? '';
  const ordered = members.toSorted(
    (one, other) =>
      one.role.localeCompare(other.role) || nameOf(one.userId).localeCompare(nameOf(other.userId)),
  );
  return (
    <Stack gap="xs" component="section" aria-labelledby="members" miw={0}>
      <Title order={2} size="h3" id="members">
        {texts.members}
      </Title>
      <Text size="sm" c="dimmed">
        {texts.membersWhy}
      </Text>
      {members.length === 0 ? (
        <Empty title={texts.noMembers}>
          <Text size="sm">{texts.noMembersDetail}</Text>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {ordered.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              onCall={onCall.get(member.userId) ?? []}
              isBusy={isPending}
              {...(mayChange
                ? {
                    onRole: (role) =>
                      change(
                        {
                          members: members.map((one) =>
                            one.userId === member.userId ? { ...one, role } : one,
                          ),
                        },
                        texts.memberChanged(nameOf(member.userId), texts.teamRoles[role]),
                      ),
                    onRemove: () =>
                      change(
                        { members: members.filter(({ userId }) => userId !== member.userId) },
                        texts.memberRemoved(nameOf(member.userId)),
                      ),
                  }
                : {})}
            />
          ))}
        </ul>
      )}
      {mayChange ? (
        <MemberPicker
          without={members.map(({ userId }) => userId)}
          onPick={(userId) =>
            change({ members: [...members, { userId, role: 'member' }] }, texts.memberAdded(nameOf(userId)))
          }
        />
      ) : null}
      <FaultLine error={error} />
    </Stack>
  );
}
