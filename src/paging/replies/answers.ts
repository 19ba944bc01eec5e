import { DateTime } from 'luxon';
import { shortened, towardsGsm7, plainLine } from '../channels/gsm7.js';

/** An incident as answers name it. */
export interface NamedIncident {
  number: number;
  title: string;
  serviceName: string;
}

/** A page that its phone may answer. */
export interface OpenPage extends NamedIncident {
  incidentId: string;
  userId: string;
  code: string;
  status: 'triggered' | 'acknowledged';
  acknowledgedByName: string | null;
  /** A request for help that waits for this person's answer. */
  responderRequestId: string | null;
}

export type Answering = 'acknowledge' | 'resolve' | 'escalate';

const WORDS = { acknowledge: 'ack', resolve: 'resolve', escalate: 'escalate' } as const;
/** An answer that lists more is not read at 3 a.m. */
const MOST_LISTED = 5;
const MOST_NUMBERS = 12;

const short = (text: string, places: number): string =>
  shortened(towardsGsm7(plainLine(text)), places, 'gsm-7');

/** "#12 Checkout: card errors". */
export function nameOf({ number, serviceName, title }: NamedIncident): string {
  return `#${number} ${short(serviceName, 30)}: ${short(title, 60)}`;
}

/** What was done, and what it means for whom. */
export function doneAnswer(action: Answering, incident: NamedIncident): string {
  switch (action) {
    case 'acknowledge':
      return `Acknowledged ${nameOf(incident)}. It is yours, nobody else is paged.`;
    case 'resolve':
      return `Resolved ${nameOf(incident)}.`;
    case 'escalate':
      return `Escalated ${nameOf(incident)}. The next step is paged now.`;
  }
}

export const tooLateAnswer = (detail: string): string => `${detail} Nothing was changed.`;

/** The same said in a call. */
export function doneSentence(action: Answering, number: number): string {
  switch (action) {
    case 'acknowledge':
      return `Incident ${number} is acknowledged, and yours. Goodbye.`;
    case 'resolve':
      return `Incident ${number} is resolved. Goodbye.`;
    case 'escalate':
      return `Incident ${number} is escalated to the next step. Goodbye.`;
  }
}

/** Several incidents in one call. */
export function allSentence(done: number, asked: number): string {
  if (done === asked) return `All ${asked} incidents are acknowledged, and yours. Goodbye.`;
  return `${done} of ${asked} incidents are acknowledged, and yours. Others have the rest. Goodbye.`;
}

export const HELPING_SENTENCE = 'You help. Whoever asked is told. Goodbye.';

export const tooLateSentence = (detail: string): string => `${detail.replaceAll('#', '')} Goodbye.`;

/** Several pages are open and no code was given: nothing is done, all are listed. */
export function whichOneAnswer(action: Answering, open: readonly OpenPage[]): string {
  const listed = open.slice(0, MOST_LISTED).map((page) => `${page.code} ${WORDS[action]} = ${nameOf(page)}`);
  const more = open.length - listed.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  const all = action === 'acknowledge' ? ', or ack all' : '';
  return [`${open.length} pages are open. Reply with a code${all}:`, ...listed, ...rest].join('\n');
}

/** No page of this phone waits for what was asked. */
export function nothingOpenAnswer(action: Answering, acknowledged: readonly OpenPage[]): string {
  const [first] = acknowledged;
  if (action !== 'acknowledge' || !first) return 'No page is open on this phone.';
  const by = first.acknowledgedByName === null ? '' : ` by ${short(first.acknowledgedByName, 40)}`;
  return `Nothing waits for you: ${nameOf(first)} is acknowledged${by} already.`;
}

export const unknownCodeAnswer = (code: string): string => `No page on this phone has the code ${code}.`;

/** All of them at once: the numbers that were taken, and in words what became of others. */
export function allAnswer(done: readonly NamedIncident[], others: readonly string[]): string {
  const numbers = done.slice(0, MOST_NUMBERS).map((one) => `#${one.number}`);
  const many = done.length > MOST_NUMBERS;
  const taken =
    done.length === 0
      ? []
      : [many ? `Acknowledged all ${done.length}.` : `Acknowledged ${numbers.join(', ')}.`];
  return [...taken, ...(others.length === 0 ? [] : [withRest(others, MOST_LISTED, ' ')])].join(' ');
}

function withRest(items: readonly string[], most: number, separator: string): string {
  const more = items.length - most;
  const listed = items.slice(0, most).join(separator);
  return more > 0 ? `${listed} and ${more} more` : listed;
}

/** Yes or no to somebody who asks for help with an incident. */
export function helpAnswer(answer: 'accept' | 'decline', incident: NamedIncident): string {
  return answer === 'accept'
    ? `You help with ${nameOf(incident)}. Whoever asked is told.`
    : `You do not help with ${nameOf(incident)}. Whoever asked is told.`;
}

/** Codes of this phone are not looked at for a while; what works without a code does. */
export function codesOffAnswer(until: Date, timeZone: string): string {
  const time = DateTime.fromJSDate(until, { zone: timeZone }).toFormat('HH:mm');
  return `Too many wrong codes. Codes from this phone are not looked at until ${time}. Without a code ack and ack all work, and so do the links of pages.`;
}

/** One schedule and who carries it; `until` is null where that does not change in sight. */
export interface Duty {
  scheduleName: string;
  personName: string | null;
  until: Date | null;
}

/** Who is on call, with times in the reader's zone. */
export function whoAnswer(duties: readonly Duty[], timeZone: string): string {
  if (duties.length === 0) return 'None of your teams has a schedule.';
  return duties
    .map(({ scheduleName, personName, until }) => {
      const end =
        until === null
          ? ''
          : ` until ${DateTime.fromJSDate(until, { zone: timeZone }).toFormat('ccc HH:mm')}`;
      return `${short(scheduleName, 40)}: ${personName === null ? 'nobody' : short(personName, 40)}${end}`;
    })
    .join('\n');
}

export const HELP_ANSWER =
  'Reply ack, resolve or escalate. With several pages add the code: 417 ack. Or: ack all, who, help. STOP turns pages to this phone off.';
export const HINT_ANSWER =
  'That was not understood. Reply ack, resolve, escalate, who or help; with several pages add the code, as in: 417 ack';
export const noRequestAnswer = (code: string): string => `There is no request with the code ${code}.`;
export const TEST_ANSWERED = 'Thank you. Pages reach this phone, and your answers reach Rouse.';
export const STARTED_ANSWER = 'Pages to this phone are on again.';
