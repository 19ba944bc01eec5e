import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { v4 as newId } from 'uuid';
import { faultOf } from '../api/faults';
import { texts } from '../texts/states';

/** So long one may change one's mind; as long as it takes to read it and reach the button without haste. */
const OPEN_MS = 12_000;

/** Acts once: while it does it can be pressed no more, and then the notice goes or says what was in the way. */
function UndoButton({ run }: { run: () => Promise<void> }) {
  const [isUndoing, setUndoing] = useState(false);
  return (
    <Button
      variant="default"
      flex="none"
      loading={isUndoing}
      onClick={() => {
        setUndoing(true);
        void run();
      }}
    >
      {texts.undo}
    </Button>
  );
}

/** Says what was done, with a button that undoes it. */
export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  const id = newId();
  const run = async () => {
    try {
      await undo();
    } catch (error) {
      // Anew: the notice may have closed while it was under way.
      notifications.show({ message: faultOf(error).detail });
    }
    notifications.hide(id);
  };
  notifications.show({
    id,
    autoClose: OPEN_MS,
    message: (
      <Group justify="space-between" wrap="nowrap" role="status">
        <Text inherit>{message}</Text>
        <UndoButton run={run} />
      </Group>
    ),
  });
}
