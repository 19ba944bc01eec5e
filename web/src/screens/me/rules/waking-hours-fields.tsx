import { Chip, Group, Paper, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/paging-rules';
import type { WakingHours } from './rules-draft';
import classes from './rules.module.css';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const USUAL: WakingHours = { from: '07:00', to: '22:30', weekdays: [...WEEKDAYS] };

interface WakingHoursFieldsProps {
  hours: WakingHours | null;
  change: (hours: WakingHours | null) => void;
  /** By `from`, `to`, `weekdays`. */
  faults: Readonly<Record<string, string>>;
}

/** When I am awake: pages of low urgency wait for these hours. */
export function WakingHoursFields({ hours, change, faults }: WakingHoursFieldsProps) {
  const { timeZone } = useSession();
  return (
    <Paper component="section">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            {texts.waking}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.wakingDetail}
          </Text>
        </div>
        <Switch
          className={classes['switch'] ?? ''}
          size="md"
          label={texts.wakingOn}
          checked={hours !== null}
          onChange={(event) => change(event.currentTarget.checked ? USUAL : null)}
        />
        {hours === null ? null : (
          <>
            <Group grow align="flex-start">
              <TextInput
                type="time"
                label={texts.from}
                value={hours.from}
                onChange={(event) => change({ ...hours, from: event.currentTarget.value })}
                error={faults['from']}
              />
              <TextInput
                type="time"
                label={texts.to}
                value={hours.to}
                onChange={(event) => change({ ...hours, to: event.currentTarget.value })}
                error={faults['to']}
              />
            </Group>
            <Chip.Group
              multiple
              value={hours.weekdays ?? [...WEEKDAYS]}
              onChange={(days) =>
                change({ ...hours, weekdays: WEEKDAYS.filter((day) => days.includes(day)) })
              }
            >
              <Group gap={4} role="group" aria-label={texts.days}>
                {WEEKDAYS.map((day) => (
                  <Chip key={day} value={day} size="md" className={classes['day'] ?? ''}>
                    {texts.weekdays[day]}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
            {faults['weekdays'] === undefined ? null : (
              <Text size="sm" c="var(--rouse-fault)" role="alert">
                {faults['weekdays']}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {texts.zone(timeZone)}
            </Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}
