import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { faultOf } from '../../api/faults';
import { panelTexts } from '../../texts/schedules';

const SHOWN_MS = 10_000;

/** Says what was done, with a button that undoes it for as long as it stands there. */
export function tellDone(message: string, undo?: () => Promise<unknown>): void {
  const id = crypto.randomUUID();
  const undoIt = () => {
    notifications.hide(id);
    undo?.().then(
      () => notifications.show({ message: panelTexts.undone }),
      (error: unknown) => {
        tellFault(error);
      },
    );
  };
  notifications.show({
    id,
    autoClose: undo === undefined ? SHOWN_MS / 2 : SHOWN_MS,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        {undo === undefined ? null : (
          <Button variant="default" onClick={undoIt}>
            {panelTexts.undo}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Says what was refused, where there is no field beside which it could stand. */
export function tellFault(error: unknown): void {
  const { title, detail, fields } = faultOf(error);
  const said = Object.values(fields);
  notifications.show({
    title: title === '' ? panelTexts.notDone : title,
    message: said.length > 0 ? said.join(' ') : detail,
    color: 'grape',
    autoClose: SHOWN_MS,
    withBorder: true,
  });
}
