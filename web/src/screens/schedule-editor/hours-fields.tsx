import { ActionIcon, Button, Group, Input, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { WEEKDAYS } from '../../../../src/schedules/rendering/schedule-definition.js';
import { replacedAt, type HoursDraft } from '../../schedule-editor/schedule-draft';
import { ClockField } from '../../schedule-editor/time-fields';
import { texts } from '../../texts/schedule-editor';
import { DayToggles } from './day-toggles';
import classes from './schedule-editor.module.css';

const WORKING_HOURS: HoursDraft = { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' };

/** In which hours of which days a layer shows; none: always. */
export function HoursFields({
  value,
  onChange,
  faults,
  path,
}: {
  value: readonly HoursDraft[];
  onChange: (restrictions: HoursDraft[]) => void;
  faults: Readonly<Record<string, string>>;
  path: string;
}) {
  return (
    <Input.Wrapper
      label={texts.hours}
      labelElement="div"
      size="md"
      description={texts.hoursHint}
      error={faults[path]}
    >
      <Stack gap="sm" mt={8}>
        {value.map((hours, place) => (
          <HoursRow
            key={place}
            value={hours}
            onChange={(next) => onChange(replacedAt(value, place, next))}
            onRemove={() => onChange(value.filter((_, other) => other !== place))}
            faults={faults}
            path={`${path}.${String(place)}`}
          />
        ))}
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...value, WORKING_HOURS])}
        >
          {texts.addHours}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

function HoursRow({
  value,
  onChange,
  onRemove,
  faults,
  path,
}: {
  value: HoursDraft;
  onChange: (hours: HoursDraft) => void;
  onRemove: () => void;
  faults: Readonly<Record<string, string>>;
  path: string;
}) {
  const { days = [], ...times } = value;
  return (
    <div className={classes.hours} role="group" aria-label={texts.hours}>
      <DayToggles
        label={texts.days}
        value={days.length === 0 ? WEEKDAYS : days}
        onChange={(next) => {
          // None would mean every day, so the last one stays.
          if (next.length > 0) onChange(next.length === WEEKDAYS.length ? times : { ...times, days: next });
        }}
        error={faults[`${path}.days`]}
      />
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <ClockField
          label={texts.from}
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
          error={faults[`${path}.from`]}
        />
        <ClockField
          label={texts.to}
          value={value.to}
          onChange={(to) => onChange({ ...value, to })}
          error={faults[`${path}.to`]}
        />
        <ActionIcon aria-label={texts.removeHours} onClick={onRemove} ml="auto">
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {value.to < value.from ? (
        <Text size="sm" c="dimmed">
          {texts.passesMidnight}
        </Text>
      ) : null}
    </div>
  );
}
