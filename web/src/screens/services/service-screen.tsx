import { Anchor, Group, Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCalendar, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { ConsequenceButton } from '../../design/consequence-button';
import { Page } from '../../design/page';
import { Pending } from '../../design/states';
import { Time } from '../../design/time';
import { usePathPart } from '../../frame/path-part';
import { useTeams } from '../../people/teams';
import { usePolicies } from '../../policy/policies';
import classes from '../../policy/policy.module.css';
import { SimulationPanel } from '../../policy/simulation-panel';
import { IntegrationList } from '../../service/integration-list';
import { MaintenanceList, useMaintenance } from '../../service/maintenance-list';
import { RecentIncidents } from '../../service/recent-incidents';
import { ServiceSettings } from '../../service/service-settings';
import { ServiceStateBadge } from '../../service/service-state';
import { useServiceStates } from '../../service/services';
import { SuppressedAlerts } from '../../service/suppressed-alerts';
import { useMay } from '../../session/session';
import { texts } from '../../texts/services';

type Service = Schema<'Service'>;

/** One service: how it stands and who would be paged, its ways in, its maintenance, its settings. */
export default function ServiceScreen() {
  const serviceId = usePathPart('serviceId');
  const service = $api.useQuery('get', '/api/v1/services/{id}', { params: { path: { id: serviceId } } });
  if (service.data === undefined)
    return (
      <Page title={texts.title}>
        <Pending query={service} />
      </Page>
    );
  return (
    <Page title={service.data.name}>
      <Told key={serviceId} service={service.data} />
    </Page>
  );
}

function Told({ service }: { service: Service }) {
  const may = useMay();
  const [part, setPart] = useState<string | null>('now');
  const mayChange = may('service.change', { teamId: service.teamId });
  const mayMaintain = may('maintenance.change', { teamId: service.teamId });
  return (
    <Stack gap="lg">
      <Summary service={service} />
      <InMaintenance serviceId={service.id} />
      <Tabs value={part} onChange={setPart} keepMounted={false}>
        <Tabs.List aria-label={texts.sections} mb="lg">
          <Tabs.Tab value="now" h={44} px={{ base: 8, sm: 'md' }}>
            {texts.tabs.now}
          </Tabs.Tab>
          <Tabs.Tab value="integrations" h={44} px={{ base: 8, sm: 'md' }}>
            {texts.tabs.integrations}
          </Tabs.Tab>
          <Tabs.Tab value="maintenance" h={44} px={{ base: 8, sm: 'md' }}>
            {texts.tabs.maintenance}
          </Tabs.Tab>
          {mayChange ? (
            <Tabs.Tab value="settings" h={44} px={{ base: 8, sm: 'md' }}>
              {texts.tabs.settings}
            </Tabs.Tab>
          ) : null}
        </Tabs.List>
        <Tabs.Panel value="now">
          <div className={classes.editor}>
            <RecentIncidents serviceId={service.id} />
            <SimulationPanel asked={{ serviceId: service.id }} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="integrations">
          <IntegrationList serviceId={service.id} mayChange={mayChange} />
        </Tabs.Panel>
        <Tabs.Panel value="maintenance">
          <Stack gap="lg">
            <MaintenanceList serviceId={service.id} mayChange={mayMaintain} />
            <SuppressedAlerts serviceId={service.id} />
          </Stack>
        </Tabs.Panel>
        {mayChange ? (
          <Tabs.Panel value="settings">
            <Stack gap="lg" maw={800}>
              <ServiceSettings service={service} />
              <Delete service={service} />
            </Stack>
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </Stack>
  );
}

/** How it stands, whose it is, and by which policy it pages. */
function Summary({ service }: { service: Service }) {
  const states = useServiceStates();
  const policy = usePolicies().data?.find(({ id }) => id === service.escalationPolicyId);
  const team = useTeams().data?.find(({ id }) => id === service.teamId);
  return (
    <Group gap="sm">
      {states.data === undefined ? null : <ServiceStateBadge state={states.data.get(service.id)} />}
      <Text c="dimmed">{service.teamId === null ? texts.noTeam : (team?.name ?? '…')}</Text>
      <Anchor
        renderRoot={(props) => (
          <Link {...props} to="/policies/$policyId" params={{ policyId: service.escalationPolicyId }} />
        )}
      >
        {texts.pagesBy(policy?.name ?? '…')}
      </Anchor>
    </Group>
  );
}

function InMaintenance({ serviceId }: { serviceId: string }) {
  const current = useMaintenance(serviceId).data?.items.find((window) => window.current !== null);
  if (current?.current == null) return null;
  return (
    <Paper role="status" bg="var(--rouse-planned-ground)">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconCalendar size={20} aria-hidden />
        <Text>
          <strong>{current.name}</strong>: {texts.inMaintenance} {texts.until}{' '}
          <Time at={current.current.end} />.
        </Text>
      </Group>
    </Paper>
  );
}

/** A service without history may go; one with incidents stays. */
function Delete({ service: { id, name } }: { service: Service }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const params = { query: { serviceId: id, limit: 1 } };
  const hadIncidents = $api.useQuery('get', '/api/v1/incidents', { params }).data?.items.length !== 0;
  const ways = $api.useQuery('get', '/api/v1/services/{id}/integrations', {
    params: { path: { id }, query: { limit: 200 } },
  }).data?.items.length;
  const remove = $api.useMutation('delete', '/api/v1/services/{id}', {
    onSuccess: async () => {
      await navigate({ to: '/services' });
      await refresh(queries, ['/api/v1/services']);
      notifications.show({ message: texts.deleted(name) });
    },
  });
  return (
    <Paper component="section" aria-labelledby="delete">
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h3" id="delete">
          {texts.deleteTitle}
        </Title>
        {hadIncidents ? (
          <Text c="dimmed">{texts.deleteHistory}</Text>
        ) : (
          <ConsequenceButton
            label={texts.delete}
            question={texts.deleteAsk(name)}
            consequence={texts.deleteSays(ways ?? 0)}
            keep={texts.keep}
            icon={<IconTrash size={18} aria-hidden />}
            isPending={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate({ params: { path: { id } } })}
          />
        )}
      </Stack>
    </Paper>
  );
}
