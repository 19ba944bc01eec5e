import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { faultOf } from '../api/faults';
import { texts } from '../texts/states';

/** So long one may change one's mind; as long as it takes to read it and reach the button without haste. */
const OPEN_MS = 12_000;

/** Says what was done, with a button that undoes it. */
export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: OPEN_MS,
    message: (
      <Group justify="space-between" wrap="nowrap" role="status">
        <Text inherit>{message}</Text>
        <Button variant="default" flex="none" onClick={() => void run()}>
          {texts.undo}
        </Button>
      </Group>
    ),
  });
  const run = async () => {
    try {
      await undo();
      notifications.hide(id);
    } catch (error) {
      notifications.update({ id, message: faultOf(error).detail });
    }
  };
}
