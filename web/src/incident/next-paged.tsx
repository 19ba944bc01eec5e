import type { Schema } from '../api/client';
import { Countdown } from '../design/time';
import { texts } from '../texts/incident';
import { Names } from './names';
import { useOutlook } from './outlook';

/** `Bo in 3:12`: who is paged next if nobody acts. Nothing where nobody follows. */
export function NextPaged({ incident }: { incident: Schema<'Incident'> }) {
  const next = useOutlook(incident)?.next ?? null;
  if (incident.escalatesAt === null) return null;
  const at = next?.at ?? incident.escalatesAt;
  return (
    <span>
      {next === null ? texts.nextStep : <Names ids={next.userIds} asSubject />} {texts.in}{' '}
      <Countdown until={at} />
    </span>
  );
}
