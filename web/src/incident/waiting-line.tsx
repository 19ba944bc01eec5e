import { texts } from '../texts/incident';
import type { DeedInHand } from './deeds-in-hand';
import classes from './incident-card.module.css';

/** Says that the server has not agreed yet, as long as it has not. Nothing while it is held for an undo. */
export function WaitingLine({ inHand }: { inHand: DeedInHand | null }) {
  const phase = inHand?.phase ?? 'held';
  return (
    <div role="status">
      {phase === 'held' ? null : (
        <p
          className={classes.waiting}
          data-retrying={phase === 'retrying' || undefined}
          style={{ margin: 0 }}
        >
          {phase === 'retrying' ? texts.retrying : texts.sending}
        </p>
      )}
    </div>
  );
}
