import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { usePeople } from '../../people/people';
import type { Stretch, TimelineShift } from '../../schedule-timeline/lanes';
import { momentIn, spanIn } from '../../schedule-timeline/shift-words';
import { panelTexts as texts } from '../../texts/schedules';
import { FaultLine } from '../../design/fault-line';
import { FloatingPanel } from './floating-panel';
import { StretchFields } from './stretch-fields';

/** An override: its times to change, and to take it back, with what that means. */
export function OverridePanel({
  override,
  shift,
  place,
  zone,
  now,
  mayChange,
  onChange,
  onTakeBack,
  onClose,
}: {
  override: Schema<'Override'>;
  shift: TimelineShift;
  place: DOMRect;
  zone: string;
  now: Date;
  mayChange: boolean;
  onChange: (override: Schema<'Override'>, stretch: Stretch) => Promise<void>;
  onTakeBack: (override: Schema<'Override'>) => Promise<void>;
  onClose: () => void;
}) {
  const people = usePeople();
  const [stretch, setStretch] = useState<Stretch>({ start: shift.start, end: shift.end });
  const work = useMutation({ mutationFn: (deed: () => Promise<unknown>) => deed(), onSuccess: onClose });
  const fault = work.error === null ? null : faultOf(work.error);
  const name = people.get(override.userId)?.name ?? texts.somebody;
  const isOver = shift.end <= now;
  const hasBegun = shift.start <= now;
  const isChanged =
    stretch.start.getTime() !== shift.start.getTime() || stretch.end.getTime() !== shift.end.getTime();
  const consequence = hasBegun
    ? texts.takeBackRunning(momentIn(shift.end, zone))
    : texts.takeBackSays(spanIn(shift, zone));
  return (
    <FloatingPanel place={place} title={texts.takes(name, spanIn(shift, zone))} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {shift.why}
        </Text>
        {isOver ? <Text size="sm">{texts.over}</Text> : null}
        {!isOver && !mayChange ? (
          <Text size="sm">{override.swapId === null ? texts.onlySelf : texts.agreement}</Text>
        ) : null}
        {!isOver && mayChange ? (
          <>
            <StretchFields
              stretch={stretch}
              zone={zone}
              isBeginFixed={hasBegun}
              fault={fault}
              onChange={setStretch}
            />
            <FaultLine error={work.error} shown={['start', 'end']} />
            <Group gap="xs">
              <Button
                disabled={!isChanged || stretch.end <= stretch.start}
                loading={work.isPending}
                onClick={() => {
                  work.mutate(() => onChange(override, stretch));
                }}
              >
                {texts.save}
              </Button>
              <Button
                variant="default"
                disabled={work.isPending}
                onClick={() => {
                  work.mutate(() => onTakeBack(override));
                }}
              >
                {texts.takeBack}
              </Button>
            </Group>
            <Text size="sm" c="dimmed">
              {consequence}
            </Text>
          </>
        ) : null}
      </Stack>
    </FloatingPanel>
  );
}
