import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { $api, type Schema } from '../../api/client';
import { useServerNow } from '../../api/server-clock';
import { Page } from '../../design/page';
import { Face } from '../../design/person';
import { Pending } from '../../design/states';
import { Time } from '../../design/time';
import { clockTime, zoneName } from '../../design/times';
import { useTeams } from '../../people/teams';
import { useMay, useSession } from '../../session/session';
import { texts } from '../../texts/directory';
import { useOnCall } from './directory';
import classes from './people.module.css';
import { PersonAccess } from './person-access';
import { PersonAdministration } from './person-administration';
import { PersonContacts } from './person-contacts';
import { PersonShifts } from './person-shifts';

/** One person: where they are, their teams and shifts, and for whoever may see it how they are reached and signed in. */
export default function PersonScreen() {
  const userId = useParams({ strict: false, select: (params: { userId?: string }) => params.userId ?? '' });
  const person = $api.useQuery('get', '/api/v1/users/{id}', { params: { path: { id: userId } } });
  if (person.data === undefined)
    return (
      <Page title={texts.person}>
        <Pending query={person} />
      </Page>
    );
  return <Profile key={userId} person={person.data} />;
}

function Profile({ person }: { person: Schema<'User'> }) {
  const may = useMay();
  const isHere = person.deletedAt === null;
  const maySee = (permission: 'contact.read' | 'credential.read') =>
    isHere && may(permission, { ownerId: person.id });
  return (
    <Page title={person.name}>
      {isHere ? null : (
        <Paper>
          <Group gap="sm">
            <Badge variant="light" color="gray" tt="none" size="lg" radius="sm">
              {texts.left}
            </Badge>
            <Text size="sm">{texts.leftDetail(person.name)}</Text>
          </Group>
        </Paper>
      )}
      <div className={classes.profile}>
        <Facts person={person} />
        <div className={classes.main}>
          {isHere ? <PersonShifts userId={person.id} /> : null}
          {maySee('contact.read') ? <PersonContacts person={person} /> : null}
          {maySee('credential.read') ? <PersonAccess userId={person.id} /> : null}
        </div>
        {isHere && may('person.manage') ? <PersonAdministration person={person} /> : null}
      </div>
    </Page>
  );
}

function Facts({ person }: { person: Schema<'User'> }) {
  const now = useServerNow();
  const own = useSession().timeZone;
  const teams = useTeams().data ?? [];
  const onCall = useOnCall().get(person.id) ?? [];
  const theirs = teams.flatMap(({ id, name, members }) => {
    const member = members.find(({ userId }) => userId === person.id);
    return member === undefined ? [] : [{ id, name, role: member.role }];
  });
  return (
    <Paper component="section" aria-labelledby="facts" style={{ gridArea: 'facts' }}>
      <Stack gap="md">
        <Group gap="sm" wrap="nowrap">
          <Face person={person} size={48} />
          <div>
            <Title order={2} size="h3" id="facts">
              {texts.facts}
            </Title>
            <Text size="sm" c="dimmed">
              {texts.roles[person.role]}
            </Text>
          </div>
        </Group>
        <dl className={classes.facts}>
          <Fact name={texts.email}>
            <a className={classes.link} href={`mailto:${person.email}`}>
              {person.email}
            </a>
          </Fact>
          <Fact name={texts.zone}>{person.timeZone.replaceAll('_', ' ')}</Fact>
          <Fact name={texts.localTime}>
            <Text span inherit fw={600}>
              {clockTime(now, now, person.timeZone)}
            </Text>{' '}
            <Text span inherit c="dimmed">
              {person.timeZone === own ? texts.here : zoneName(person.timeZone, now)}
            </Text>
          </Fact>
          {onCall.length === 0 ? null : (
            <Fact name={texts.onCallNow}>
              <Text span inherit fw={600} c="var(--rouse-planned)">
                {onCall.join(', ')}
              </Text>
            </Fact>
          )}
          <Fact name={texts.intoTeams}>
            {theirs.length === 0
              ? texts.noTeam
              : theirs.map(({ id, name, role }) => (
                  <div key={id}>
                    <Link to="/teams/$teamId" params={{ teamId: id }} className={classes.link}>
                      {name}
                    </Link>
                    {role === 'manager' ? ` · ${texts.teamRoles.manager}` : ''}
                  </div>
                ))}
          </Fact>
          <Fact name={texts.since}>
            <Time at={person.createdAt} />
          </Fact>
        </dl>
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
