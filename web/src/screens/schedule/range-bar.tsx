import { ActionIcon, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { texts } from '../../texts/schedules';
import { useIsPhone } from './is-phone';
import { rangeAround, rangeFrom, rangeName, stepped, type Range, type Span } from './range';
import classes from './schedule-screen.module.css';

const SPANS = [
  { value: 'week', label: texts.week },
  { value: 'fortnight', label: texts.fortnight },
  { value: 'month', label: texts.month },
] as const satisfies readonly { value: Span; label: string }[];

/** Which days are shown: back, on, today, and how many at once. */
export function RangeBar({
  range,
  today,
  onChange,
}: {
  range: Range;
  today: string;
  onChange: (range: Range) => void;
}) {
  const around = useIsPhone() ? rangeFrom : rangeAround;
  const isTodayIn = range.firstDay <= today && today < stepped(range, 1).firstDay;
  return (
    <Group gap="xs" className={classes.range}>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          aria-label={texts.earlier}
          onClick={() => {
            onChange(stepped(range, -1));
          }}
        >
          <IconChevronLeft size={20} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={texts.later}
          onClick={() => {
            onChange(stepped(range, 1));
          }}
        >
          <IconChevronRight size={20} aria-hidden />
        </ActionIcon>
        <Button
          variant="default"
          onClick={() => {
            onChange(around(today, range.span));
          }}
        >
          {texts.today}
        </Button>
      </Group>
      <Text fw={650} aria-live="polite" className={classes.rangeName}>
        {rangeName(range)}
      </Text>
      <SegmentedControl
        aria-label={texts.span}
        classNames={{ root: classes.switch, label: classes.switchLabel }}
        data={[...SPANS]}
        value={range.span}
        onChange={(span) => {
          onChange(isTodayIn ? around(today, span) : rangeAround(range.firstDay, span));
        }}
      />
    </Group>
  );
}
