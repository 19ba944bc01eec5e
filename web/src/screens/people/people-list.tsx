import { Button, Select, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty, Loading } from '../../design/states';
import { usePeople } from '../../people/people';
import { useTeams } from '../../people/teams';
import { useMay } from '../../session/session';
import { texts } from '../../texts/directory';
import { useKnown } from './directory';
import { fitting, type Shown } from './directory-rules';
import classes from './people.module.css';
import { PersonRow } from './person-row';

/** More than a screen holds, few enough that a list of thousands is drawn at once. */
const AT_A_TIME = 60;

const CHOICES: readonly { value: Shown; label: string; forAdmins?: true }[] = [
  { value: 'everybody', label: texts.everybody },
  { value: 'on-call', label: texts.onCallNow },
  { value: 'admin', label: texts.admins },
  { value: 'responder', label: texts.responders },
  { value: 'observer', label: texts.observers },
  { value: 'without-phone', label: texts.withoutPhone, forAdmins: true },
  { value: 'invited', label: texts.invited, forAdmins: true },
];

/** Everybody, searched and filtered, some at a time. */
export function PeopleList() {
  const people = usePeople();
  const known = useKnown();
  const teams = useTeams().data ?? [];
  const may = useMay();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Shown>('everybody');
  const [most, setMost] = useState(AT_A_TIME);
  if (people.size === 0) return <Loading rows={6} />;
  const found = fitting([...people.values()], search, shown, known);
  const teamsOf = (id: string) => teams.filter(({ members }) => members.some(({ userId }) => userId === id));
  const choices = CHOICES.filter(({ forAdmins }) => forAdmins !== true || may('person.manage'));
  const showEverybody = () => {
    setSearch('');
    setShown('everybody');
  };
  return (
    <Stack gap="md">
      <div className={classes.filters}>
        <TextInput
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<IconSearch size={18} aria-hidden />}
          size="md"
          value={search}
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value);
            setMost(AT_A_TIME);
          }}
        />
        <Select
          aria-label={texts.show}
          size="md"
          allowDeselect={false}
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={shown}
          onChange={(value) =>
            setShown(CHOICES.find((choice) => choice.value === value)?.value ?? 'everybody')
          }
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {texts.counted(found.length)}
        </Text>
      </div>
      {found.length === 0 ? (
        <Empty
          title={texts.nobodyFits}
          action={
            <Button variant="default" onClick={showEverybody}>
              {texts.showEverybody}
            </Button>
          }
        >
          <Text size="sm">{texts.nobodyFitsDetail}</Text>
        </Empty>
      ) : (
        <section aria-labelledby="directory">
          <VisuallyHidden>
            <h2 id="directory">{texts.everybody}</h2>
          </VisuallyHidden>
          <ul className={classes.list}>
            {found.slice(0, most).map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                teams={teamsOf(person.id).map(({ name }) => name)}
                onCall={known.onCall.get(person.id) ?? []}
                phone={known.phones?.get(person.id) ?? null}
                isInvited={known.invited.has(person.id)}
              />
            ))}
          </ul>
        </section>
      )}
      {found.length > most ? (
        <Button variant="default" onClick={() => setMost(most + AT_A_TIME)} style={{ alignSelf: 'center' }}>
          {texts.more(Math.min(AT_A_TIME, found.length - most))}
        </Button>
      ) : null}
    </Stack>
  );
}
