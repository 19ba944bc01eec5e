import { useLiveState } from '../api/live';
import { texts } from '../texts/frame';
import classes from './shell.module.css';

/** A thin line on top while the connection is gone. */
export function TroubleStrip() {
  const live = useLiveState();
  if (live.kind !== 'lost') return null;
  return (
    <div className={classes.strip} role="status">
      {navigator.onLine ? texts.lost : texts.offline}
    </div>
  );
}
