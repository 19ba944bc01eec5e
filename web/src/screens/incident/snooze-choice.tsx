import { Button, Stack, Text } from '@mantine/core';
import { serverNow } from '../../api/server-clock';
import { clockTime } from '../../design/times';
import { useSession } from '../../session/session';
import { texts } from '../../texts/incident-screen';
import type { DialogProps } from './deed-form';
import { secondsUntilMorning } from './morning';

/** For how long: each with the time at which it opens again. */
export function SnoozeChoice({ deeds, close }: DialogProps) {
  const { timeZone } = useSession();
  const now = serverNow();
  const choices = [
    { label: texts.minutes(15), seconds: 900 },
    { label: texts.minutes(30), seconds: 1_800 },
    { label: texts.hours(1), seconds: 3_600 },
    { label: texts.hours(4), seconds: 14_400 },
    { label: texts.untilMorning, seconds: secondsUntilMorning(now, timeZone) },
  ];
  return (
    <Stack gap="sm">
      <Text size="sm">{texts.snoozeWhy}</Text>
      {choices.map(({ label, seconds }, place) => (
        <Button
          key={label}
          variant="default"
          h={48}
          justify="space-between"
          data-autofocus={place === 0 || undefined}
          rightSection={
            <Text span size="sm" c="dimmed">
              {clockTime(new Date(now.getTime() + seconds * 1000), now, timeZone)}
            </Text>
          }
          onClick={() => {
            void deeds.act({ kind: 'snooze', seconds });
            close();
          }}
        >
          {label}
        </Button>
      ))}
    </Stack>
  );
}
