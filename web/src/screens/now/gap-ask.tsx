import { Button } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { Time } from '../../design/time';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';
import { Stretch } from './stretch';

/** Hours of a schedule that nobody covers. Those that come back every week are meant, mostly: they are not red. */
export function GapAsk({ schedule }: { schedule: Schema<'OwnSchedule'> }) {
  const { scheduleId, scheduleName, gaps } = schedule;
  const gap = gaps.find(({ weekly }) => !weekly) ?? gaps[0];
  if (gap === undefined) return null;
  return (
    <Ask
      icon={IconCalendarOff}
      tone={gap.weekly ? 'planned' : 'triggered'}
      title={gap.weekly ? texts.weeklyGap(scheduleName) : texts.gap(scheduleName)}
      actions={
        <Button
          variant="default"
          component={Link}
          to={`/schedules/${scheduleId}`}
          aria-label={`${texts.see}: ${scheduleName}`}
        >
          {texts.see}
        </Button>
      }
    >
      {gap.weekly ? `${texts.firstGap} ` : null}
      {gap.end === null ? (
        <>
          {`${texts.openEnd} `}
          <Time at={gap.start} />
        </>
      ) : (
        <Stretch start={gap.start} end={gap.end} />
      )}
      {gaps.length > 1 ? ` ${texts.moreGaps(gaps.length - 1)}` : null}
    </Ask>
  );
}
