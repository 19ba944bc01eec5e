import type { Schema } from '../api/client';
import { Countdown } from '../design/time';
import { texts } from '../texts/incident';

/** `Next step in 3:12`; nothing where no step follows. */
export function NextPaged({ incident: { escalatesAt } }: { incident: Schema<'Incident'> }) {
  if (escalatesAt === null) return null;
  return (
    <span>
      {texts.nextStepIn} <Countdown until={escalatesAt} />
    </span>
  );
}
