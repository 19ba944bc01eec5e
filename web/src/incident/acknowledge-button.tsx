import { Button, Kbd } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { texts } from '../texts/incident';

/** The one answer at 3 a.m.: as wide as its place, and high enough for a thumb. @param hint the key that does the same */
export function AcknowledgeButton({ act, hint }: { act: () => unknown; hint?: string }) {
  return (
    <Button
      fullWidth
      h={56}
      fz={16}
      leftSection={<IconEye size={20} aria-hidden />}
      {...(hint === undefined
        ? {}
        : {
            'aria-keyshortcuts': hint,
            rightSection: (
              <Kbd size="xs" visibleFrom="sm" aria-hidden>
                {hint}
              </Kbd>
            ),
          })}
      onClick={() => void act()}
    >
      {texts.acknowledge}
    </Button>
  );
}
