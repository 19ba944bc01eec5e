import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBolt, IconCheck, IconDeviceMobileMessage } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { $api } from '../api/client';
import { faultOf } from '../api/faults';
import { serverNow } from '../api/server-clock';
import { useMay } from '../session/session';
import { texts as all } from '../texts/integrations';
import type { OpenedIntegration } from './snippets';
import { sendTestEvent, type SentTest } from './test-event';
import { TestStory } from './test-story';
import { useTestIncident } from './use-test-incident';

const texts = all.test;

/**
 * A button that sends a real alert through the integration and then shows, live, what becomes of it: stored, opened, who
 * was paged by what, delivered, answered; and one to resolve it.
 */
export function TestAlert({ integration, serviceId }: { integration: OpenedIntegration; serviceId: string }) {
  const sending = useMutation({ mutationFn: () => sendTestEvent(integration, serverNow()) });
  const isOut = sending.data !== undefined;
  return (
    <Stack gap="md">
      <Text>{texts.why}</Text>
      <Group gap="sm">
        <Button
          leftSection={<IconBolt size={18} aria-hidden />}
          variant={isOut ? 'default' : 'filled'}
          loading={sending.isPending}
          onClick={() => sending.mutate()}
        >
          {isOut ? texts.again : texts.send}
        </Button>
      </Group>
      {sending.error === null ? null : (
        <Text role="alert" c="var(--rouse-fault)" size="sm">
          {faultOf(sending.error).title}: {faultOf(sending.error).detail}
        </Text>
      )}
      <div aria-live="polite">
        {sending.data === undefined ? null : (
          <Sent key={sending.data.summary} test={sending.data} serviceId={serviceId} />
        )}
      </div>
    </Stack>
  );
}

function Sent({ test, serviceId }: { test: SentTest; serviceId: string }) {
  const { incident, isLate } = useTestIncident(serviceId, test.summary);
  return (
    <Stack gap="md">
      <TestStory test={test} incident={incident} isLate={isLate} />
      {incident === undefined ? null : (
        <AfterTest incidentId={incident.id} isOver={incident.status === 'resolved'} />
      )}
    </Stack>
  );
}

function AfterTest({ incidentId, isOver }: { incidentId: string; isOver: boolean }) {
  const may = useMay();
  const resolve = $api.useMutation('post', '/api/v1/incidents/{id}/resolve');
  return (
    <Group gap="sm">
      {isOver ? null : (
        <Button
          leftSection={<IconCheck size={18} aria-hidden />}
          loading={resolve.isPending}
          disabled={!may('incident.respond')}
          onClick={() => resolve.mutate({ params: { path: { id: incidentId } } })}
        >
          {texts.resolve}
        </Button>
      )}
      {!isOver && may('phone-simulator.use') ? (
        <Button
          component={Link}
          to="/phones"
          target="_blank"
          variant="default"
          leftSection={<IconDeviceMobileMessage size={18} aria-hidden />}
        >
          {texts.phones}
        </Button>
      ) : null}
      <Button
        variant="default"
        renderRoot={(props) => <Link {...props} to="/incidents/$incidentId" params={{ incidentId }} />}
      >
        {texts.open}
      </Button>
      {resolve.error === null ? null : (
        <Text role="alert" c="var(--rouse-fault)" size="sm">
          {faultOf(resolve.error).detail}
        </Text>
      )}
    </Group>
  );
}
