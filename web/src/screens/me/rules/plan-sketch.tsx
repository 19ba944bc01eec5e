import { Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../../../api/client';
import { ProblemError } from '../../../api/faults';
import { serverNow } from '../../../api/server-clock';
import { FaultLine } from '../../../design/fault-line';
import { Loading } from '../../../design/states';
import { Time } from '../../../design/time';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/paging-rules';
import { comingNight } from './coming-night';
import type { RulesDraft, Urgency } from './rules-draft';
import classes from './rules.module.css';

type Plan = Schema<'PagingPlan'>;
type Moment = 'now' | 'night';

/** Longer than the longest delay between two rules means that somebody sleeps in between. */
const LONG_WAIT_SECONDS = 3_600;

/** What happens at which minute to somebody who does not answer, by the draft as the server reads it. */
export function PlanSketch({ urgency, draft }: { urgency: Urgency; draft: RulesDraft }) {
  const [moment, setMoment] = useState<Moment>('now');
  const plan = usePlan(urgency, draft, moment);
  return (
    <Paper component="section" className={classes['sketch'] ?? ''} aria-labelledby="sketch-title">
      <Stack gap="md">
        <Title order={2} size="h3" id="sketch-title">
          {moment === 'now' ? texts.sketch : texts.sketchNight}
        </Title>
        <SegmentedControl
          fullWidth
          aria-label={texts.moment}
          className={classes['urgencies'] ?? ''}
          value={moment}
          onChange={(value) => setMoment(value === 'night' ? 'night' : 'now')}
          data={[
            { value: 'now', label: texts.now },
            { value: 'night', label: texts.night },
          ]}
        />
        <FaultLine error={plan.error} />
        <div aria-live="polite">
          {plan.data === undefined ? (
            plan.error === null ? (
              <Loading rows={2} height={40} />
            ) : null
          ) : (
            <Steps plan={plan.data} hasRules={draft[urgency].length > 0} />
          )}
        </div>
      </Stack>
    </Paper>
  );
}

function usePlan(urgency: Urgency, draft: RulesDraft, moment: Moment) {
  const { id, timeZone } = useSession();
  const [settled] = useDebouncedValue(draft, 150);
  return useQuery({
    queryKey: ['post', '/api/v1/users/{id}/paging-plan', id, urgency, moment, settled],
    queryFn: async ({ signal }): Promise<Plan> => {
      const at = moment === 'now' ? {} : { at: comingNight(serverNow(), timeZone).toISOString() };
      const { data, error } = await api.POST('/api/v1/users/{id}/paging-plan', {
        params: { path: { id } },
        body: { urgency, rules: [...settled[urgency]], wakingHours: settled.wakingHours, ...at },
        signal,
      });
      if (error !== undefined) throw new ProblemError(error);
      return data;
    },
    placeholderData: keepPreviousData,
  });
}

function Steps({ plan, hasRules }: { plan: Plan; hasRules: boolean }) {
  if (plan.contacts.length === 0) return <Text size="sm">{texts.sketchNobody}</Text>;
  const sorted = [...plan.contacts].sort((left, right) => left.afterSeconds - right.afterSeconds);
  const waits = (sorted[0]?.afterSeconds ?? 0) > LONG_WAIT_SECONDS;
  return (
    <Stack gap="sm">
      {hasRules && !plan.usesRules ? <Text size="sm">{texts.byDefaults}</Text> : null}
      <ol className={classes['steps']}>
        <li className={classes['step']}>
          <span className={classes['minute']}>
            <Time at={plan.at} />
          </span>
          <span>
            {texts.paged}
            {waits ? <span className={classes['soft']}> · {texts.waits}</span> : null}
          </span>
        </li>
        {sorted.map(({ afterSeconds, at, contactMethodId, type, address }) => (
          <li key={`${contactMethodId} ${String(afterSeconds)}`} className={classes['step']}>
            <span className={classes['minute']}>{waits ? <Time at={at} /> : texts.after(afterSeconds)}</span>
            <span>
              {texts.actions[type]} <span className={classes['address']}>{address}</span>
            </span>
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed">
        {texts.sketchEnd}
      </Text>
    </Stack>
  );
}
