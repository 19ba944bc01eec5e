import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { texts } from '../texts/incident';

/** The one answer at 3 a.m.: as wide as its place, and high enough for a thumb. */
export function AcknowledgeButton({
  act,
  label = texts.acknowledge,
}: {
  act: () => unknown;
  label?: string;
}) {
  return (
    <Button
      fullWidth
      h={56}
      fz={16}
      leftSection={<IconEye size={20} aria-hidden />}
      onClick={() => void act()}
    >
      {label}
    </Button>
  );
}
