import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { faultOf } from '../api/faults';

/** A button for what cannot be undone: it says what follows from it, and is pressed once more. Closes once that is done. */
export function ConsequenceButton({
  label,
  question,
  consequence,
  keep,
  onConfirm,
  isPending,
  error,
  icon,
  disabled = false,
  describedBy,
}: {
  label: string;
  question: string;
  consequence: ReactNode;
  keep: string;
  onConfirm: () => void;
  isPending: boolean;
  error: unknown;
  icon?: ReactNode;
  disabled?: boolean;
  describedBy?: string;
}) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [wasPending, setWasPending] = useState(isPending);
  if (wasPending !== isPending) {
    setWasPending(isPending);
    if (wasPending && error == null) close();
  }
  return (
    <>
      <Button
        variant="default"
        onClick={open}
        leftSection={icon}
        disabled={disabled}
        {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      >
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={question} closeButtonProps={{ 'aria-label': keep }}>
        <Stack gap="md">
          <Text>{consequence}</Text>
          {error == null ? null : (
            <Text role="alert" size="sm" c="var(--rouse-fault)">
              {faultOf(error).detail}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {keep}
            </Button>
            <Button loading={isPending} onClick={onConfirm}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
