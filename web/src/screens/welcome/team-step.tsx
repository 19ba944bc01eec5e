import { ActionIcon, Button, Fieldset, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { v4 as newId } from 'uuid';
import { faultOf } from '../../api/faults';
import { Copyable } from '../../design/states';
import { usePeople } from '../../people/people';
import { useSession } from '../../session/session';
import { texts } from '../../texts/welcome';
import { useNewTeam, type InvitedPerson, type NewPerson } from './new-team';
import type { StepProps } from './set-up-path';
import { DoneStep, StepCard, StepFault } from './step-card';

/** The team of whoever sets up: a name, and whoever else is in it. */
export function TeamStep({ progress: { team }, goOn }: StepProps) {
  const newTeam = useNewTeam();
  const [name, setName] = useState('');
  const [memberIds, setMemberIds] = useState<string[]>([]);
  const [newPeople, setNewPeople] = useState<readonly NewPerson[]>([]);
  if (team !== null)
    return (
      <DoneStep step="team" done={texts.teamDone(team.name)} goOn={goOn}>
        <Text>{texts.teamMembers(team.members.length)}</Text>
        <Invited people={newTeam.data?.invited ?? []} />
      </DoneStep>
    );
  const fault = newTeam.error === null ? null : faultOf(newTeam.error);
  const isNameTaken = fault?.status === 409;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const people = newPeople.filter((person) => person.email.trim() !== '');
    newTeam.mutate(
      { name, memberIds, people },
      {
        // Where links are to be passed on, they stay in sight.
        onSuccess: ({ invited }) => {
          if (invited.length === 0) goOn();
        },
      },
    );
  };
  return (
    <StepCard step="team" title={texts.teamTitle} why={texts.teamWhy} skip={goOn}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            size="md"
            label={texts.teamName}
            placeholder={texts.teamHint}
            required
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={isNameTaken ? fault.detail : fault?.fields.name}
          />
          <PeopleThere chosen={memberIds} choose={setMemberIds} />
          <NewPeople people={newPeople} put={setNewPeople} />
          <StepFault
            text={fault === null || isNameTaken || fault.fields.name !== undefined ? null : fault.detail}
          />
          <Group>
            <Button type="submit" loading={newTeam.isPending}>
              {texts.teamSave}
            </Button>
          </Group>
        </Stack>
      </form>
    </StepCard>
  );
}

/** Only where there is somebody else. */
function PeopleThere({ chosen, choose }: { chosen: string[]; choose: (ids: string[]) => void }) {
  const me = useSession().id;
  const others = [...usePeople().values()].filter(({ id, deletedAt }) => id !== me && deletedAt === null);
  if (others.length === 0) return null;
  return (
    <MultiSelect
      size="md"
      label={texts.teamThere}
      {...(chosen.length > 0 ? {} : { placeholder: texts.teamThereHint })}
      data={others.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen}
      onChange={choose}
      searchable
      hidePickedOptions
    />
  );
}

function NewPeople({
  people,
  put,
}: {
  people: readonly NewPerson[];
  put: (people: readonly NewPerson[]) => void;
}) {
  const change = (place: number, person: NewPerson) => put(people.with(place, person));
  return (
    <Stack gap="sm" align="stretch">
      {people.map((person, place) => (
        <Fieldset key={person.key} legend={texts.personNumber(place + 1)} p="sm" mx={0}>
          <Group gap="sm" align="flex-end">
            <TextInput
              flex={1}
              miw={160}
              size="md"
              label={texts.personName}
              required
              autoFocus
              value={person.name}
              onChange={({ currentTarget }) => change(place, { ...person, name: currentTarget.value })}
            />
            <TextInput
              flex={1}
              miw={160}
              size="md"
              type="email"
              label={texts.personEmail}
              required
              value={person.email}
              onChange={({ currentTarget }) => change(place, { ...person, email: currentTarget.value })}
            />
            <ActionIcon
              aria-label={texts.removePerson(person.name)}
              onClick={() => put(people.filter((other) => other !== person))}
            >
              <IconTrash size={20} aria-hidden />
            </ActionIcon>
          </Group>
        </Fieldset>
      ))}
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => put([...people, { key: newId(), name: '', email: '' }])}
        >
          {texts.addPerson}
        </Button>
      </Group>
      {people.length > 0 ? null : (
        <Text size="sm" c="dimmed">
          {texts.peopleLater}
        </Text>
      )}
    </Stack>
  );
}

function Invited({ people }: { people: readonly InvitedPerson[] }) {
  if (people.length === 0) return null;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {texts.invited}
      </Text>
      {people.map(({ name, url, fault }) =>
        url === null ? (
          <StepFault key={name} text={texts.notInvited(name, fault ?? '')} />
        ) : (
          <div key={name}>
            <Text size="sm" fw={550} mb={4}>
              {name}
            </Text>
            <Copyable text={url} label={texts.inviteLink(name)} />
          </div>
        ),
      )}
    </Stack>
  );
}
