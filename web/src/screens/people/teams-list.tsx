import { Avatar, Button, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconSearch, IconUsersPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { Face } from '../../design/person';
import { Empty, Pending } from '../../design/states';
import { usePeople, type People } from '../../people/people';
import { useTeams } from '../../people/teams';
import { useMay } from '../../session/session';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

const FACES = 5;

/** All teams: who manages them and how many are in them. */
export function TeamsList() {
  const teams = useTeams();
  const people = usePeople();
  const may = useMay();
  const [search, setSearch] = useState('');
  if (teams.data === undefined) return <Pending query={teams} />;
  if (teams.data.length === 0)
    return (
      <Empty
        title={texts.noTeams}
        action={
          may('team.create') ? (
            <Button component={Link} to="/teams/new" leftSection={<IconUsersPlus size={18} aria-hidden />}>
              {texts.newTeam}
            </Button>
          ) : undefined
        }
      >
        <Text size="sm">{texts.noTeamsDetail}</Text>
      </Empty>
    );
  const found = teams.data.filter(({ name }) =>
    name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()),
  );
  return (
    <Stack gap="md">
      <TextInput
        aria-label={texts.searchTeams}
        placeholder={texts.searchTeams}
        leftSection={<IconSearch size={18} aria-hidden />}
        size="md"
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      <VisuallyHidden>
        <h2>{texts.teams}</h2>
      </VisuallyHidden>
      {found.length === 0 ? (
        <Empty title={texts.noTeamFits} />
      ) : (
        <ul className={classes.list}>
          {found.map((team) => (
            <TeamRow key={team.id} team={team} people={people} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

function TeamRow({ team, people }: { team: Schema<'Team'>; people: People }) {
  const named = team.members.flatMap(({ userId }) => people.get(userId) ?? []);
  const managers = team.members
    .filter(({ role }) => role === 'manager')
    .flatMap(({ userId }) => people.get(userId)?.name ?? []);
  return (
    <li>
      <Link
        to="/teams/$teamId"
        params={{ teamId: team.id }}
        className={classes.line}
        style={{ color: 'inherit', textDecoration: 'none' }}
      >
        <span className={classes.who}>
          <Text span fw={600} truncate>
            {team.name}
          </Text>
          <Text span size="sm" c="dimmed">
            {texts.membersCount(team.members.length)} ·{' '}
            {managers.length === 0 ? texts.noManager : texts.managedBy(managers.join(', '))}
          </Text>
        </span>
        <Avatar.Group spacing={8} aria-hidden>
          {named.slice(0, FACES).map((person) => (
            <Face key={person.id} person={person} size={32} />
          ))}
        </Avatar.Group>
      </Link>
    </li>
  );
}
