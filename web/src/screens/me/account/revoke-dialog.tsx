import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { texts } from '../../../texts/account';

interface RevokeDialogProps {
  name: string;
  title: string;
  /** What follows from it. */
  detail: string;
  /** What is said when it is done. */
  done: string;
  revoke: () => Promise<unknown>;
  paths: readonly string[];
}

/** The button that revokes a secret, after saying what follows: it does not come back. */
export function RevokeDialog({ name, title, detail, done, revoke, paths }: RevokeDialogProps) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const run = useMutation({
    mutationFn: revoke,
    onSuccess: async () => {
      setOpen(false);
      notifications.show({ message: done });
      await refresh(queries, paths);
    },
  });
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)} aria-label={texts.revokeLabel(name)}>
        {texts.revoke}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={title}>
        <Stack gap="md">
          <Text>{detail}</Text>
          <FaultLine error={run.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              {texts.cancel}
            </Button>
            <Button loading={run.isPending} onClick={() => run.mutate()}>
              {texts.revoke}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
