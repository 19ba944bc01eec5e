import { Paper, Stack, Text, Title } from '@mantine/core';
import { SchemeChoice } from '../../../frame/scheme-choice';
import { texts } from '../../../texts/account';

/** Light, dark, or as the system is. Kept on this device. */
export function Appearance() {
  return (
    <Paper>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            {texts.appearance}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.appearanceDetail}
          </Text>
        </div>
        <SchemeChoice />
      </Stack>
    </Paper>
  );
}
