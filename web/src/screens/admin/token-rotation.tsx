import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { FaultLine } from '../../design/fault-line';
import { ShownOnce } from '../../design/shown-once';
import { texts } from '../../texts/admin';

const DAY = '86400';

/** Gives the token of a program a new secret, with the time that the old one stays good. */
export function TokenRotation({
  token: { id, name },
  isOpen,
  close,
}: {
  token: Schema<'ServiceToken'>;
  isOpen: boolean;
  close: () => void;
}) {
  const queries = useQueryClient();
  const [keepOld, setKeepOld] = useState(DAY);
  const rotation = $api.useMutation('post', '/api/v1/service-tokens/{id}/rotation', {
    onSuccess: () => refresh(queries, ['/api/v1/service-tokens']),
  });
  const finish = () => {
    close();
    rotation.reset();
  };
  return (
    <Modal opened={isOpen} onClose={finish} title={texts.rotateTitle(name)} size="lg">
      {rotation.data === undefined ? (
        <Stack>
          <Text size="sm">{texts.rotateWhy}</Text>
          <Select
            label={texts.keepOld}
            allowDeselect={false}
            data={Object.entries(texts.keepOlds).map(([value, label]) => ({ value, label }))}
            value={keepOld}
            onChange={(value) => setKeepOld(value ?? DAY)}
          />
          <FaultLine error={rotation.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={finish}>
              {texts.cancel}
            </Button>
            <Button
              loading={rotation.isPending}
              onClick={() =>
                rotation.mutate({ params: { path: { id } }, body: { keepOldForSeconds: Number(keepOld) } })
              }
            >
              {texts.rotate}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <ShownOnce secret={rotation.data.token} label={texts.token}>
            {texts.tokenOnce}
          </ShownOnce>
          <Group justify="flex-end">
            <Button onClick={finish}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
