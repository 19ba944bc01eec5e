import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Copyable } from './states';

/** A secret or a secret link that the server tells this one time: to copy, with what to do with it. */
export function ShownOnce({
  secret,
  label,
  children,
}: {
  secret: string;
  label: string;
  children: ReactNode;
}) {
  return (
    <Stack gap="xs" role="status">
      <Copyable text={secret} label={label} />
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Stack>
  );
}
