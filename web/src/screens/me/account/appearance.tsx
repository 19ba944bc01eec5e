import { Paper, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core';
import { texts } from '../../../texts/account';
import classes from './account.module.css';

/** Light, dark, or as the system is. Kept on this device. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
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
        <SegmentedControl
          fullWidth
          aria-label={texts.appearance}
          className={classes['schemes'] ?? ''}
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
          data={[
            { value: 'auto', label: texts.schemes.auto },
            { value: 'light', label: texts.schemes.light },
            { value: 'dark', label: texts.schemes.dark },
          ]}
        />
      </Stack>
    </Paper>
  );
}
