import { Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failed, Loading } from '../../design/states';
import { usePolicies } from '../../policy/policies';
import { useSchedules } from '../../schedule/schedules';
import { useServices } from '../../service/services';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

/** The schedules, policies and services of a team. */
export function TeamOwns({ teamId }: { teamId: string }) {
  const schedules = useSchedules();
  const policies = usePolicies();
  const services = useServices();
  if (schedules.data === undefined || policies.data === undefined || services.data === undefined) {
    const error = schedules.error ?? policies.error ?? services.error;
    return error === null ? <Loading rows={1} height={160} /> : <Failed error={error} />;
  }
  const ofTeam = <Item extends { id: string; name: string; teamId: string | null }>(items: readonly Item[]) =>
    items.filter((item) => item.teamId === teamId);
  const [own, ownPolicies, ownServices] = [
    ofTeam(schedules.data),
    ofTeam(policies.data),
    ofTeam(services.data),
  ];
  const nothing = own.length + ownPolicies.length + ownServices.length === 0;
  return (
    <Paper component="section" aria-labelledby="owns">
      <Stack gap="md">
        <Title order={2} size="h3" id="owns">
          {nothing ? texts.ownsNothing : texts.owns}
        </Title>
        {nothing ? <Text size="sm">{texts.ownsNothingDetail}</Text> : null}
        <Owned title={texts.schedules}>
          {own.map(({ id, name }) => (
            <Link key={id} to="/schedules/$scheduleId" params={{ scheduleId: id }} className={classes.link}>
              {name}
            </Link>
          ))}
        </Owned>
        <Owned title={texts.policies}>
          {ownPolicies.map(({ id, name }) => (
            <Link key={id} to="/policies/$policyId" params={{ policyId: id }} className={classes.link}>
              {name}
            </Link>
          ))}
        </Owned>
        <Owned title={texts.services}>
          {ownServices.map(({ id, name }) => (
            <Link key={id} to="/services/$serviceId" params={{ serviceId: id }} className={classes.link}>
              {name}
            </Link>
          ))}
        </Owned>
      </Stack>
    </Paper>
  );
}

function Owned({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      {children}
    </Stack>
  );
}
