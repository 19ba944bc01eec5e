import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { usePeople } from '../../people/people';
import { useTestAlert } from '../../phones/test-alert';
import { useSession } from '../../session/session';
import { texts } from '../../texts/welcome';
import { OwnPhone, useIsSimulated } from './own-phone';
import type { StepProps } from './set-up-path';
import { StepCard, StepFault } from './step-card';
import classes from './welcome.module.css';

/** A real alert, a phone that buzzes, and an answer: the end of the path. */
export function TestStep({ progress: { service, incident, done } }: StepProps) {
  const isSimulated = useIsSimulated();
  const alert = useTestAlert();
  if (service === null) return null;
  const isOpen = incident?.status === 'triggered';
  const hasEnded = done.has('test') && !isOpen;
  const send = () => alert.mutate(service.id);
  return (
    <div className={classes.withPhone}>
      <StepCard
        step="test"
        title={hasEnded ? texts.testDone : texts.testTitle}
        why={hasEnded ? texts.testDoneDetail : texts.testWhy(service.name)}
      >
        {hasEnded ? <Ended incident={incident} again={send} /> : null}
        {!hasEnded && !isOpen ? (
          <Group>
            <Button size="lg" loading={alert.isPending} onClick={send}>
              {texts.testSend}
            </Button>
          </Group>
        ) : null}
        <div role="status">
          {isOpen && !hasEnded ? <Waiting incident={incident} isSimulated={isSimulated === true} /> : null}
        </div>
        <StepFault
          text={alert.error === null ? null : `${texts.testFailed} ${faultOf(alert.error).detail}`}
        />
      </StepCard>
      {isSimulated === true ? <OwnPhone /> : null}
    </div>
  );
}

/** Where the page is: with me, or with whoever is on call. */
function Waiting({ incident, isSimulated }: { incident: Schema<'Incident'>; isSimulated: boolean }) {
  const me = useSession().id;
  const people = usePeople();
  // Who was paged comes in a moment after the incident itself.
  const { data = incident } = $api.useQuery(
    'get',
    '/api/v1/incidents/{id}',
    { params: { path: { id: incident.id } } },
    { refetchInterval: 1_500 },
  );
  const { assignedTo } = data;
  if (assignedTo.length === 0) return <Text fw={550}>{texts.testWait}</Text>;
  if (assignedTo.includes(me))
    return <Text fw={550}>{isSimulated ? texts.testArrived : texts.testReal}</Text>;
  const names = assignedTo.flatMap((id) => people.get(id)?.name ?? []);
  return (
    <Stack gap="sm" align="flex-start">
      <Text fw={550}>{texts.testOther(names)}</Text>
      {isSimulated ? (
        <Button component={Link} to="/phones" variant="default">
          {texts.allPhones}
        </Button>
      ) : null}
    </Stack>
  );
}

function Ended({ incident, again }: { incident: Schema<'Incident'> | null; again: () => void }) {
  return (
    <Group gap="sm">
      <Button component={Link} to="/">
        {texts.toNow}
      </Button>
      {incident === null ? null : (
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/incidents/$incidentId" params={{ incidentId: incident.id }} />
          )}
        >
          {texts.openIncident}
        </Button>
      )}
      <Button variant="default" onClick={again}>
        {texts.testAgain}
      </Button>
    </Group>
  );
}
