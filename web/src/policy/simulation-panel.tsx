import { NativeSelect, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../api/client';
import { serverNow } from '../api/server-clock';
import { Failed, Loading } from '../design/states';
import { faultOf } from '../api/faults';
import { MomentField } from '../design/moment-field';
import { useSession } from '../session/session';
import { texts } from '../texts/policies';
import { MinuteList } from './minute-list';

const AFTER_TYPING_MS = 300;
const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
type Severity = (typeof SEVERITIES)[number];
const isSeverity = (text: string): text is Severity => SEVERITIES.some((severity) => severity === text);

/** Which incident is thought of. */
interface Moment {
  readonly severity: Severity;
  readonly at: string | null;
}

type Asked = Pick<Schema<'SimulatePolicy'>, 'policy' | 'serviceId'>;

/**
 * What would happen if nobody answered, for a moment and a severity that one chooses: of a draft, which may change while
 * it is looked at, or of a service. `asked` null: there is nothing to simulate yet, and `hint` says what is missing.
 */
export function SimulationPanel({
  asked,
  hint = null,
  level = 2,
}: {
  asked: Asked | null;
  hint?: string | null;
  level?: 2 | 3;
}) {
  const [moment, setMoment] = useState<Moment>({ severity: 'critical', at: null });
  const [settled] = useDebouncedValue(asked, AFTER_TYPING_MS);
  return (
    <Paper component="section" aria-label={texts.simulation}>
      <Stack gap="md">
        <div>
          <Title order={level} size="h3">
            {texts.simulation}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.simulationWhy}
          </Text>
        </div>
        <MomentFields moment={moment} onChange={setMoment} />
        {hint === null ? null : <Text size="sm">{hint}</Text>}
        {settled === null || asked === null ? null : <Simulated asked={settled} moment={moment} />}
      </Stack>
    </Paper>
  );
}

function Simulated({ asked, moment: { severity, at } }: { asked: Asked; moment: Moment }) {
  const { timeZone } = useSession();
  const body = {
    ...asked,
    severity,
    ...(at === null ? {} : { at }),
    ...(asked.policy === undefined ? {} : { timeZone }),
  };
  const simulation = $api.useQuery(
    'post',
    '/api/v1/escalation-policies/simulate',
    { body },
    { placeholderData: keepPreviousData, staleTime: 10_000 },
  );
  if (simulation.error !== null) {
    const fault = faultOf(simulation.error);
    if (fault.status !== 422) return <Failed error={simulation.error} retry={() => simulation.refetch()} />;
    return <Text size="sm">{Object.values(fault.fields)[0] ?? fault.detail}</Text>;
  }
  if (simulation.data === undefined) return <Loading rows={4} height={48} />;
  return (
    <div aria-live="polite" aria-busy={simulation.isFetching}>
      <MinuteList simulation={simulation.data} />
    </div>
  );
}

function MomentFields({ moment, onChange }: { moment: Moment; onChange: (moment: Moment) => void }) {
  const { timeZone } = useSession();
  const isNow = moment.at === null;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={texts.when}
        size="md"
        fullWidth
        value={isNow ? 'now' : 'at'}
        data={[
          { value: 'now', label: texts.now },
          { value: 'at', label: texts.atTime },
        ]}
        onChange={(value) => onChange({ ...moment, at: value === 'now' ? null : serverNow().toISOString() })}
      />
      {moment.at === null ? null : (
        <MomentField
          label={texts.moment}
          at={new Date(moment.at)}
          zone={timeZone}
          onChange={(at) => onChange({ ...moment, at: at.toISOString() })}
        />
      )}
      <NativeSelect
        label={texts.severity}
        size="md"
        value={moment.severity}
        data={SEVERITIES.map((value) => ({ value, label: texts.severities[value] }))}
        onChange={({ currentTarget: { value } }) => {
          if (isSeverity(value)) onChange({ ...moment, severity: value });
        }}
      />
    </Stack>
  );
}
