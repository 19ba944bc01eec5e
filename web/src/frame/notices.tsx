import { Notifications } from '@mantine/notifications';
import classes from './notices.module.css';

/** Where it is told what was done, with the way back. */
export function Notices() {
  return <Notifications position="bottom-center" className={classes.notices ?? ''} />;
}
