import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { texts } from '../../texts/welcome';
import { PolicySketch } from './policy-sketch';
import type { StepProps } from './set-up-path';
import type { SetUpProgress } from './set-up-progress';
import { DoneStep, StepCard, StepFault } from './step-card';
import classes from './welcome.module.css';

const FIRST_WAIT_MINUTES = 5;
const LONGEST_MINUTES = 1_440;

/** A first policy: whoever is on call, then everybody of the team. */
export function PolicyStep({ progress, goOn }: StepProps) {
  const { team, schedule, policy } = progress;
  if (policy !== null) return <DoneStep step="policy" done={texts.policyDone(policy.name)} goOn={goOn} />;
  if (team === null || schedule === null) return null;
  return <PolicyForm team={team} schedule={schedule} goOn={goOn} />;
}

function PolicyForm({
  team,
  schedule,
  goOn,
}: {
  team: NonNullable<SetUpProgress['team']>;
  schedule: NonNullable<SetUpProgress['schedule']>;
  goOn: () => void;
}) {
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState(FIRST_WAIT_MINUTES);
  const draft = draftOf(team, schedule.id, minutes);
  const create = $api.useMutation('post', '/api/v1/escalation-policies', {
    onSuccess: async () => {
      await refresh(queries, ['/api/v1/escalation-policies']);
      goOn();
    },
  });
  return (
    <StepCard step="policy" title={texts.policyTitle} why={texts.policyWhy} skip={goOn}>
      <div className={classes.beside}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ body: draft });
          }}
        >
          <Stack gap="md" align="stretch">
            <ol className={classes.cards}>
              <li>{texts.policyFirst(schedule.name)}</li>
              <li>{texts.policyThen(team.name)}</li>
            </ol>
            <Group gap="sm" align="flex-end">
              <NumberInput
                label={texts.policyWait}
                suffix=" min"
                size="md"
                styles={{ wrapper: { width: 160 } }}
                min={1}
                max={LONGEST_MINUTES}
                clampBehavior="strict"
                allowDecimal={false}
                allowNegative={false}
                value={minutes}
                onChange={(value) => {
                  if (typeof value === 'number' && value >= 1) setMinutes(value);
                }}
                error={
                  create.error === null
                    ? undefined
                    : faultOf(create.error).fields['steps.0.escalateAfterSeconds']
                }
              />
            </Group>
            <Text size="sm" c="dimmed">
              {texts.policyRepeat}
            </Text>
            <Group>
              <Button type="submit" loading={create.isPending}>
                {texts.policySave}
              </Button>
            </Group>
            <StepFault text={create.error === null ? null : faultOf(create.error).detail} />
          </Stack>
        </form>
        <PolicySketch draft={draft} />
      </div>
    </StepCard>
  );
}

const draftOf = (
  team: Pick<Schema<'Team'>, 'id' | 'name'>,
  scheduleId: string,
  minutes: number,
): Schema<'EscalationPolicyInput'> => ({
  name: texts.policyName(team.name),
  teamId: team.id,
  repeat: 1,
  lastResort: [],
  handOffTo: null,
  steps: [
    { targets: [{ type: 'schedule', id: scheduleId }], escalateAfterSeconds: minutes * 60 },
    { targets: [{ type: 'team', id: team.id, who: 'everyone' }], escalateAfterSeconds: minutes * 60 },
  ],
});
