import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { NamedList } from '../../design/named-list';
import { Page } from '../../design/page';
import { RowLink } from '../../design/rows';
import { Empty, Pending } from '../../design/states';
import { Time } from '../../design/time';
import { useTeams } from '../../people/teams';
import { usePolicies } from '../../policy/policies';
import { useMayMake } from '../../service/may-make';
import { ServiceStateBadge } from '../../service/service-state';
import { useServices, useServiceStates } from '../../service/services';
import { texts } from '../../texts/services';

/** All services and how they stand, those that need somebody first. */
export default function ServicesScreen() {
  const mayMake = useMayMake();
  const services = useServices();
  const make = mayMake ? (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link {...props} to="/services/new" />}
    >
      {texts.new}
    </Button>
  ) : null;
  return (
    <Page title={texts.title} actions={services.data?.length === 0 ? null : make}>
      {services.data === undefined ? (
        <Pending query={services} rows={6} height={88} />
      ) : services.data.length === 0 ? (
        <Empty title={texts.noneTitle} action={make ?? <Text c="dimmed">{texts.noneReader}</Text>}>
          <Text maw={640}>{texts.noneWhy}</Text>
        </Empty>
      ) : (
        <List services={services.data} />
      )}
    </Page>
  );
}

type Listed = Schema<'ListedService'>;

function List({ services }: { services: readonly Listed[] }) {
  const states = useServiceStates();
  const weight = ({ id }: Listed): number => {
    const state = states.data?.get(id);
    return state === undefined ? 0 : state.triggered > 0 ? 2 : 1;
  };
  return (
    <NamedList
      items={services}
      weight={weight}
      words={texts}
      row={(service) => (
        <Row
          key={service.id}
          service={service}
          badge={states.data === undefined ? null : <ServiceStateBadge state={states.data.get(service.id)} />}
        />
      )}
    />
  );
}

function Row({ service, badge }: { service: Listed; badge: React.ReactNode }) {
  const policy = usePolicies().data?.find(({ id }) => id === service.escalationPolicyId);
  const team = useTeams().data?.find(({ id }) => id === service.teamId);
  return (
    <RowLink
      title={service.name}
      link={(props) => <Link {...props} to="/services/$serviceId" params={{ serviceId: service.id }} />}
      before={badge}
      aside={<WaysIn service={service} />}
    >
      <Text size="sm" c="dimmed">
        {service.teamId === null ? texts.noTeam : (team?.name ?? '…')}
        {' · '}
        {texts.pagesBy(policy?.name ?? '…')}
      </Text>
    </RowLink>
  );
}

function WaysIn({ service: { integrationCount, lastHeardAt } }: { service: Listed }) {
  if (integrationCount === 0) return <Text size="sm">{texts.noWayIn}</Text>;
  return (
    <>
      {texts.waysIn(integrationCount)}
      {' · '}
      {lastHeardAt === null ? (
        texts.neverHeard
      ) : (
        <>
          {texts.heard} <Time at={lastHeardAt} relative />
        </>
      )}
    </>
  );
}
