import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts/states';
import { ShownOnce } from './shown-once';

/** A secret that was made, and what to say of it. */
export interface MadeSecret {
  readonly title: string;
  readonly secret: string;
  readonly label: string;
  readonly says: string;
}

/** A dialog whose form (`children`) makes a secret, which then stands in its place, this one time. */
export function SecretDialog({
  isOpen,
  close,
  title,
  made,
  children,
}: {
  isOpen: boolean;
  close: () => void;
  title: string;
  made: MadeSecret | null;
  children: ReactNode;
}) {
  return (
    <Modal opened={isOpen} onClose={close} size="lg" title={made?.title ?? title}>
      {made === null ? (
        children
      ) : (
        <Stack>
          <ShownOnce secret={made.secret} label={made.label}>
            {made.says}
          </ShownOnce>
          <Group justify="flex-end">
            <Button onClick={close}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
