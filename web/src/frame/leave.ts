import { notifications } from '@mantine/notifications';
import { faultOf } from '../api/faults';
import { signOut } from '../session/session';
import { texts } from '../texts/frame';

/** Signs out; says so where it did not come to that. */
export async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    notifications.show({ title: texts.signOutFailed, message: faultOf(error).title });
  }
}
