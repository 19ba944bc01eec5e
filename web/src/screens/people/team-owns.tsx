import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, type Schema } from '../../api/client';
import { everyPage } from '../../api/every-page';
import { Failed, Loading } from '../../design/states';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

/** The schedules, policies and services of a team. */
export function TeamOwns({ teamId }: { teamId: string }) {
  const schedules = useQuery({
    queryKey: ['get', '/api/v1/schedules', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'Schedule'>>((query) => api.GET('/api/v1/schedules', { params: { query }, signal })),
  });
  const policies = useQuery({
    queryKey: ['get', '/api/v1/escalation-policies', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'EscalationPolicy'>>((query) =>
        api.GET('/api/v1/escalation-policies', { params: { query }, signal }),
      ),
  });
  const services = useQuery({
    queryKey: ['get', '/api/v1/services', 'every'],
    queryFn: ({ signal }) =>
      everyPage<Schema<'Service'>>((query) => api.GET('/api/v1/services', { params: { query }, signal })),
  });
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
