import { notifications } from '@mantine/notifications';
import { faultOf } from '../../api/faults';
import { panelTexts } from '../../texts/schedules';

/** Says what was done. */
export function tellDone(message: string): void {
  notifications.show({ message, withBorder: true });
}

/** Says what was refused, where there is no field beside which it could stand. */
export function tellFault(error: unknown): void {
  const { title, detail, fields } = faultOf(error);
  const said = Object.values(fields);
  notifications.show({
    title: title === '' ? panelTexts.notDone : title,
    message: said.length > 0 ? said.join(' ') : detail,
    color: 'var(--rouse-fault)',
    withBorder: true,
  });
}
