import { DateTime } from 'luxon';
import type { ContactMethodType } from '../../people/contact-method.js';
import { UNPROVEN_AFTER_DAYS } from '../../people/contact-method-schema.js';
import { plainLine, shortened, towardsGsm7 } from '../channels/gsm7.js';

/** Somebody's words in a message that is to stay short and in the alphabet of short messages. */
const short = (text: string, places: number): string =>
  shortened(towardsGsm7(plainLine(text)), places, 'gsm-7');
const schedule = (name: string): string => short(name, 40);
const person = (name: string): string => short(name, 30);

/** "Mon 12 Jan 09:00" in the reader's zone. */
export const toldTime = (time: Date, timeZone: string): string =>
  DateTime.fromJSDate(time, { zone: timeZone }).toFormat('ccc d LLL HH:mm', { locale: 'en' });

const untilWhen = (until: Date | null, timeZone: string): string =>
  until === null ? '' : ` until ${toldTime(until, timeZone)}`;

/** A shift of the reader's. */
export interface ToldShift {
  readonly scheduleName: string;
  readonly start: Date;
  /** Null: its end is not in sight. */
  readonly until: Date | null;
  /** The reader's. */
  readonly timeZone: string;
}

/** "You are on call for Primary from Mon 12 Jan 09:00 until Mon 19 Jan 09:00." */
export const startsSoonText = ({ scheduleName, start, until, timeZone }: ToldShift): string =>
  `You are on call for ${schedule(scheduleName)} from ${toldTime(start, timeZone)}${untilWhen(until, timeZone)}.`;

/** An incident that nobody has resolved at a hand-off. */
export interface HandedIncident {
  readonly number: number;
  readonly serviceName: string;
  readonly title: string;
  readonly status: 'triggered' | 'acknowledged';
}

/** A message that lists more is not read. */
const MOST_LISTED = 3;

/**
 * Tells somebody that the pager is theirs, and what is open from before.
 * @param beforeName who had it until now; null: nobody
 */
export function startedText(
  { scheduleName, until, timeZone }: Omit<ToldShift, 'start'>,
  beforeName: string | null,
  open: readonly HandedIncident[],
): string {
  const now = `You are on call for ${schedule(scheduleName)} now${untilWhen(until, timeZone)}.`;
  if (open.length === 0) return now;
  const listed = open
    .slice(0, MOST_LISTED)
    .map(
      ({ number, serviceName, title, status }) =>
        `#${number} ${short(serviceName, 20)}: ${short(title, 40)}${status === 'acknowledged' ? ' (acknowledged)' : ''}`,
    );
  const more = open.length > MOST_LISTED ? [`and ${open.length - MOST_LISTED} more`] : [];
  const from = beforeName === null ? '' : ` from ${person(beforeName)}`;
  return [now, `Open${from}:`, ...listed, ...more].join('\n');
}

/** @param afterName who has the pager now; null: nobody */
export function endedText(
  { scheduleName, end, timeZone }: { scheduleName: string; end: Date; timeZone: string },
  afterName: string | null,
): string {
  const next = afterName === null ? 'Nobody is on call after you' : `${person(afterName)} is on call now`;
  return `Your shift for ${schedule(scheduleName)} ended ${toldTime(end, timeZone)}. ${next}.`;
}

/** @param weekly the same hours are open every week */
export function gapText({ scheduleName, start, until, timeZone }: ToldShift, weekly: boolean): string {
  const when = `from ${toldTime(start, timeZone)}${untilWhen(until, timeZone)}`;
  return weekly
    ? `Every week there are hours when nobody is on call for ${schedule(scheduleName)}. The next: ${when}.`
    : `Nobody is on call for ${schedule(scheduleName)} ${when}.`;
}

export const unreachableText = (
  { scheduleName, start, timeZone }: Omit<ToldShift, 'until'>,
  name: string,
): string =>
  `${person(name)} has no verified phone, and is on call for ${schedule(scheduleName)} from ${toldTime(start, timeZone)}.`;

const WAYS = { sms: 'SMS to', voice: 'calls to', email: 'mail to', webhook: 'the webhook at' } as const;

/** Before a shift: which of the reader's contact methods nobody has seen working for long. */
export function unprovenText(
  { scheduleName, start, timeZone }: Omit<ToldShift, 'until'>,
  methods: readonly { readonly type: ContactMethodType; readonly address: string }[],
): string {
  const listed = methods
    .slice(0, MOST_LISTED)
    .map(({ type, address }) => `${WAYS[type]} ${type === 'webhook' ? new URL(address).host : address}`);
  const more = methods.length > MOST_LISTED ? [`${methods.length - MOST_LISTED} more`] : [];
  return [
    `You are on call for ${schedule(scheduleName)} from ${toldTime(start, timeZone)}.`,
    `For ${UNPROVEN_AFTER_DAYS} days nothing came back from ${[...listed, ...more].join(', ')}.`,
    'Send yourself a test page before.',
  ].join(' ');
}
