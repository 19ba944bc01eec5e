import type { People } from '../people/people';
import { duration } from '../design/times';
import { texts } from '../texts/schedule-timeline';
import { texts as peopleTexts } from '../texts/people';
import type { Stretch, TimelineShift } from './lanes';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** `Mon 16 Nov 09:00`, in a zone. */
export const momentIn = (at: Date, zone: string): string => format(zone).format(at).replaceAll(',', '');

/** `Mon 16 Nov 09:00 – Mon 23 Nov 09:00`, and the day only once where both are the same. */
export function spanIn({ start, end }: Stretch, zone: string): string {
  const [from, to] = [momentIn(start, zone), momentIn(end, zone)];
  const sameDay = from.slice(0, -5) === to.slice(0, -5);
  return texts.span(from, sameDay ? to.slice(-5) : to);
}

/** Who has it: a name, or how long nobody has. */
export function whoOf(shift: TimelineShift, people: People): string {
  if (shift.kind === 'gap') return texts.gap(lengthOf(shift));
  const name = people.get(shift.userId ?? '')?.name ?? peopleTexts.somebody;
  return shift.kind === 'away' ? texts.away(name) : name;
}

export const lengthOf = ({ start, end }: Stretch): string => duration(end.getTime() - start.getTime());

/** The whole of it in a sentence, for screen readers. */
export const sentenceOf = (shift: TimelineShift, people: People, zone: string): string =>
  texts.line(whoOf(shift, people), momentIn(shift.start, zone), momentIn(shift.end, zone), shift.why);
