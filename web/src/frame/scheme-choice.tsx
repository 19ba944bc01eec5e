import { isMantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { texts } from '../texts/frame';

const CHOICES = [
  { value: 'light', label: texts.light },
  { value: 'dark', label: texts.dark },
  { value: 'auto', label: texts.system },
];

/** Light, dark, or as the system has it; kept in this browser. */
export function SchemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      styles={{ label: { display: 'grid', minHeight: 44, placeItems: 'center' } }}
      aria-label={texts.scheme}
      data={CHOICES}
      value={colorScheme}
      onChange={(chosen) => {
        if (isMantineColorScheme(chosen)) setColorScheme(chosen);
      }}
    />
  );
}
