import { Button, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refresh } from '../api/live-changes';
import { texts } from '../texts/rotation';
import { DialogForm } from './dialog-form';
import { SecretDialog } from './secret-dialog';

const DAY = '86400';
const KEEPS = Object.entries(texts.keepOlds).map(([value, label]) => ({ value, label }));

/** The button that gives something a new secret, asks how long the old one stays good, and shows the new one once. */
export function RotationButton({
  name,
  label,
  says,
  rotate,
  paths,
}: {
  name: string;
  /** What the secret is called: a token, an address. */
  label: string;
  /** What to do with it. */
  says: string;
  /** Gives the new secret. */
  rotate: (keepOldForSeconds: number) => Promise<string>;
  /** Whose answers are other ones then. */
  paths: readonly string[];
}) {
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [keepOld, setKeepOld] = useState(DAY);
  const rotation = useMutation({
    mutationFn: () => rotate(Number(keepOld)),
    // Not waited for: the secret stands there at once, however long the list takes.
    onSuccess: () => void refresh(queries, paths),
  });
  const finish = () => {
    close();
    rotation.reset();
  };
  const title = texts.title(name);
  return (
    <>
      <Button variant="default" onClick={open} aria-label={texts.rotateOf(name)}>
        {texts.rotate}
      </Button>
      <SecretDialog
        isOpen={isOpen}
        close={finish}
        title={title}
        isMaking={rotation.isPending}
        made={rotation.data === undefined ? null : { title, secret: rotation.data, label, says }}
      >
        <DialogForm
          send={() => rotation.mutate()}
          cancel={finish}
          label={texts.rotate}
          isSending={rotation.isPending}
          error={rotation.error}
        >
          <Text size="sm">{texts.why}</Text>
          <Select
            size="md"
            label={texts.keepOld}
            allowDeselect={false}
            data={KEEPS}
            value={keepOld}
            onChange={(value) => setKeepOld(value ?? DAY)}
          />
        </DialogForm>
      </SecretDialog>
    </>
  );
}
