import type { Schema } from '../api/client';
import { Countdown } from '../design/time';
import { texts } from '../texts/incident';
import { Names } from './names';
import { useOutlook } from './outlook';

/** `Bo in 3:12`: who is paged next if nobody acts. Nothing where nobody follows. */
export function NextPaged({ incident }: { incident: Schema<'Incident'> }) {
  const { outlook } = useOutlook(incident);
  const next = outlook?.next ?? null;
  if (next === null || incident.escalatesAt === null) return <NextStep incident={incident} />;
  return (
    <span>
      <Names ids={next.userIds} asSubject /> {texts.in} <Countdown until={next.at} />
    </span>
  );
}

/** `Next step in 3:12`: the same without a name, from the incident alone; for long lists. */
export function NextStep({ incident: { escalatesAt } }: { incident: Schema<'Incident'> }) {
  if (escalatesAt === null) return null;
  return (
    <span>
      {texts.nextStep} {texts.in} <Countdown until={escalatesAt} />
    </span>
  );
}
