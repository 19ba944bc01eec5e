import { useQueryClient } from '@tanstack/react-query';
import { Text } from '@mantine/core';
import { $api } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { QuickSchedule } from '../../schedule-editor/quick-schedule';
import { texts } from '../../texts/welcome';
import type { StepProps } from './set-up-path';
import { DoneStep, StepCard } from './step-card';

/** A first rotation of the team. */
export function ScheduleStep({ progress: { team, schedule }, goOn }: StepProps) {
  const queries = useQueryClient();
  if (schedule !== null)
    return (
      <DoneStep step="schedule" done={texts.scheduleDone(schedule.name)} goOn={goOn}>
        <OnCallNow scheduleId={schedule.id} />
      </DoneStep>
    );
  return (
    <StepCard step="schedule" title={texts.scheduleTitle} why={texts.scheduleWhy} skip={goOn}>
      <QuickSchedule
        team={team}
        name={team?.name ?? ''}
        saveLabel={texts.scheduleSave}
        onSaved={() => void refresh(queries, ['/api/v1/schedules']).then(goOn)}
      />
    </StepCard>
  );
}

function OnCallNow({ scheduleId }: { scheduleId: string }) {
  const { data } = $api.useQuery('get', '/api/v1/schedules/{id}/on-call', {
    params: { path: { id: scheduleId } },
  });
  if (data === undefined) return null;
  return <Text>{data.userName === null ? texts.onCallNobody : texts.onCallNow(data.userName)}</Text>;
}
