import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refresh } from '../../../api/live-changes';
import { FaultLine } from '../../../design/fault-line';
import { ShownOnce } from '../../../design/shown-once';
import { texts } from '../../../texts/account';

const KEEPS = [
  { value: '0', label: texts.rotateNow },
  { value: '3600', label: texts.rotateHour },
  { value: '86400', label: texts.rotateDay },
  { value: '604800', label: texts.rotateWeek },
];
const A_DAY = '86400';

interface RenewDialogProps {
  name: string;
  /** What the secret is called: a token, an address. */
  label: string;
  /** Gives the new secret. */
  renew: (keepOldForSeconds: number) => Promise<string>;
  paths: readonly string[];
}

/** The button that gives something a new secret, and shows it once. */
export function RenewDialog({ name, label, renew, paths }: RenewDialogProps) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [keep, setKeep] = useState(A_DAY);
  const run = useMutation({
    mutationFn: () => renew(Number(keep)),
    onSuccess: () => refresh(queries, paths),
  });
  const close = () => {
    setOpen(false);
    run.reset();
  };
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)} aria-label={texts.rotateLabel(name)}>
        {texts.rotate}
      </Button>
      <Modal opened={isOpen} onClose={close} title={texts.rotateTitle(name)}>
        {run.data === undefined ? (
          <Stack gap="md">
            <Text>{texts.rotateDetail}</Text>
            <Select
              label={texts.rotateKeep}
              allowDeselect={false}
              data={KEEPS}
              value={keep}
              onChange={(value) => setKeep(value ?? A_DAY)}
            />
            <FaultLine error={run.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {texts.cancel}
              </Button>
              <Button loading={run.isPending} onClick={() => run.mutate()}>
                {texts.rotate}
              </Button>
            </Group>
          </Stack>
        ) : (
          <NewSecret secret={run.data} label={label} close={close} />
        )}
      </Modal>
    </>
  );
}

/** A new secret, shown this once, with the way on. */
export function NewSecret({ secret, label, close }: { secret: string; label: string; close: () => void }) {
  return (
    <Stack gap="md">
      <ShownOnce secret={secret} label={label}>
        {texts.tokenOnce}
      </ShownOnce>
      <Group justify="flex-end">
        <Button onClick={close}>{texts.done}</Button>
      </Group>
    </Stack>
  );
}
