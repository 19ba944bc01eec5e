import { texts } from '../texts/policies';
import type { Conditions } from './draft';

/** `for Critical and Error, on Sat and Sun`; null where there are none. */
export function conditionWords({ urgency, severities, hours, weekdays }: Conditions): string | null {
  const words = [
    ...(urgency === undefined ? [] : [texts.urgencyWords[urgency]]),
    ...(severities === undefined || severities.length === 0
      ? []
      : [texts.severityWords(list(severities.map((severity) => texts.severities[severity])))]),
    ...(weekdays === undefined || weekdays.length === 0
      ? []
      : [texts.daysWords(list(weekdays.map((day) => texts.days[day])))]),
    ...(hours === undefined ? [] : [texts.hoursWords(hours.from, hours.to)]),
  ];
  return words.length === 0 ? null : words.join(', ');
}

const list = (items: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(items);
