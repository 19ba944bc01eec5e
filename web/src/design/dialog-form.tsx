import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts/states';
import { FaultLine } from './fault-line';

/**
 * The form of a dialog: its fields, what is wrong with them, and the two buttons at its foot. What is under way cannot be
 * cancelled.
 *
 * @param error what the server answered instead; the faults of the fields that are `shown` stand beside these
 */
export function DialogForm({
  send,
  cancel,
  label,
  isSending,
  isWhole = true,
  error,
  shown = [],
  children,
}: {
  send: () => void;
  cancel: () => void;
  /** What the button says that sends it. */
  label: ReactNode;
  isSending: boolean;
  /** Whether it can be sent. */
  isWhole?: boolean;
  error: unknown;
  shown?: readonly string[];
  children: ReactNode;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) send();
      }}
    >
      <Stack gap="md">
        {children}
        <FaultLine error={error} shown={shown} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel} disabled={isSending}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isSending} disabled={!isWhole}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
