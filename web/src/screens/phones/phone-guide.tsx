import { Anchor, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { usePerson } from '../../design/person';
import { Copyable } from '../../design/states';
import { Countdown } from '../../design/time';
import { GUIDE_STEPS, stateOf, type GuideSituation, type GuideStep } from '../../phones/guide-steps';
import { useTestAlert, useTestCommand } from '../../phones/test-alert';
import { useMay } from '../../session/session';
import { texts } from '../../texts/phone-guide';
import classes from './phones.module.css';

/** Tells what to do and what just happened, beside the phones on which it happens. */
export function PhoneGuide({ situation }: { situation: GuideSituation }) {
  return (
    <Paper component="section" aria-labelledby="phone-guide">
      <Title order={2} size="h3" id="phone-guide" mb="sm">
        {texts.title}
      </Title>
      <ol className={classes.steps}>
        {GUIDE_STEPS.map((step, place) => (
          <Step key={step} step={step} number={place + 1} situation={situation} />
        ))}
      </ol>
    </Paper>
  );
}

function Step({ step, number, situation }: { step: GuideStep; number: number; situation: GuideSituation }) {
  const state = stateOf(step, situation);
  return (
    <li className={classes.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.number} aria-hidden>
        {state === 'done' ? <IconCheck size={16} /> : number}
      </span>
      <Stack gap={8} miw={0} align="flex-start">
        <Title order={3} size="sm" fw={600} lh="24px">
          {texts.steps[step]}
          <span className={classes.hidden}> ({texts.states[state]})</span>
        </Title>
        <Stack className={classes.telling} gap={8} align="flex-start" maw="100%">
          <Telling step={step} situation={situation} />
        </Stack>
      </Stack>
    </li>
  );
}

function Telling({ step, situation }: { step: GuideStep; situation: GuideSituation }) {
  switch (step) {
    case 'alert':
      return <AlertStep incident={situation.incident} />;
    case 'message':
      return <Said>{messageText(situation)}</Said>;
    case 'call':
      return <CallStep situation={situation} />;
    case 'taken':
      return <TakenStep incident={situation.incident} />;
  }
}

const Said = ({ children }: { children: ReactNode }) => (
  <Text size="sm" c="dimmed" component="div" aria-live="polite">
    {children}
  </Text>
);

function messageText({ incident, reached }: GuideSituation): string {
  if (incident === null) return texts.messageLater;
  if (reached.length === 0) return incident.status === 'triggered' ? texts.messageWait : texts.messageLater;
  return incident.status === 'triggered' ? texts.messageNow(reached) : texts.messageDone(reached);
}

function AlertStep({ incident }: { incident: GuideSituation['incident'] }) {
  const may = useMay();
  const services = $api.useQuery('get', '/api/v1/services', { params: { query: { limit: 200 } } });
  const usable = (services.data?.items ?? []).filter(({ teamId }) =>
    may('service.change', teamId === null ? {} : { teamId }),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const serviceId = chosen ?? usable[0]?.id;
  const alert = useTestAlert();
  const command = useTestCommand();
  const fault = alert.error ?? command.error;
  if (services.data === undefined) return <Said>{texts.alertWhy}</Said>;
  if (serviceId === undefined)
    return (
      <>
        <Said>{texts.noService}</Said>
        <Button component={Link} to="/welcome" variant="default">
          {texts.setUp}
        </Button>
      </>
    );
  return (
    <>
      <Said>{incident === null ? texts.alertWhy : texts.sent(incident.number)}</Said>
      {usable.length < 2 ? null : (
        <NativeSelect
          w="100%"
          size="md"
          aria-label={texts.service}
          data={usable.map(({ id, name }) => ({ value: id, label: name }))}
          value={serviceId}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      )}
      <Group gap="xs">
        <Button
          variant={incident === null ? 'filled' : 'default'}
          loading={alert.isPending}
          onClick={() => alert.mutate(serviceId)}
        >
          {incident === null ? texts.send : texts.again}
        </Button>
        {command.data === undefined ? (
          <Button
            variant="subtle"
            px="xs"
            loading={command.isPending}
            onClick={() => command.mutate(serviceId)}
          >
            {texts.command}
          </Button>
        ) : null}
      </Group>
      {fault === null ? null : (
        <Text size="sm" c="var(--rouse-fault)" role="alert">
          {texts.failed} {faultOf(fault).detail}
        </Text>
      )}
      {command.data === undefined ? null : <Copyable text={command.data} label={texts.commandLabel} />}
    </>
  );
}

function CallStep({ situation }: { situation: GuideSituation }) {
  const { incident, called } = situation;
  switch (stateOf('call', situation)) {
    case 'now':
      return <Said>{called === null ? texts.callDone : texts.callNow(called)}</Said>;
    case 'done':
      return <Said>{texts.callDone}</Said>;
    case 'skipped':
      return <Said>{texts.callSkipped}</Said>;
    case 'later':
      return (
        <Text size="sm" c="dimmed" component="div">
          {incident?.escalatesAt == null ? (
            texts.callLater
          ) : (
            <>
              {texts.callSoon} <Countdown until={incident.escalatesAt} />.
            </>
          )}
        </Text>
      );
  }
}

function TakenStep({ incident }: { incident: GuideSituation['incident'] }) {
  if (incident === null || incident.status === 'triggered') return <Said>{texts.takenLater}</Said>;
  return (
    <>
      <Said>
        <TakenBy incident={incident} />
      </Said>
      <Anchor
        size="sm"
        className={classes.quiet}
        renderRoot={(props) => (
          <Link {...props} to="/incidents/$incidentId" params={{ incidentId: incident.id }} />
        )}
      >
        {texts.open(incident.number)}
      </Anchor>
    </>
  );
}

function TakenBy({
  incident,
}: {
  incident: Pick<Schema<'Incident'>, 'createdAt' | 'acknowledgedAt' | 'acknowledgedBy'>;
}) {
  const { acknowledgedAt, acknowledgedBy, createdAt } = incident;
  if (acknowledgedAt === null || acknowledgedBy === null) return texts.taken;
  return <AnsweredBy id={acknowledgedBy} ms={Date.parse(acknowledgedAt) - Date.parse(createdAt)} />;
}

function AnsweredBy({ id, ms }: { id: string; ms: number }) {
  return texts.takenBy(usePerson(id).name, ms);
}
