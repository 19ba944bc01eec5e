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

/**
 * A dialog whose form (`children`) makes a secret, which then stands in its place, this one time. Nobody leaves while it is
 * being made, nor by a key or a click beside it once it stands there: it would be gone.
 */
export function SecretDialog({
  isOpen,
  close,
  title,
  isMaking,
  made,
  children,
}: {
  isOpen: boolean;
  close: () => void;
  title: string;
  isMaking: boolean;
  made: MadeSecret | null;
  children: ReactNode;
}) {
  const isFree = made === null && !isMaking;
  return (
    <Modal
      opened={isOpen}
      onClose={() => {
        if (isFree) close();
      }}
      withCloseButton={isFree}
      size="lg"
      title={made?.title ?? title}
    >
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
