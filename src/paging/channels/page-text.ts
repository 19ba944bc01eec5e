import type { PageBundle, PageMoment } from './channel.js';
import {
  encodingOf,
  MOST_SEGMENTS,
  placesInSegments,
  placesOf,
  plainLine,
  shortened,
  towardsGsm7,
  withoutPictures,
  type Encoding,
} from './gsm7.js';
import { spokenTime, timeAndAge } from './page-time.js';

/** What a page tells, whatever it travels by. */
export interface PageFacts {
  incidentNumber: number;
  serviceName: string;
  title: string;
  severity: string;
  reason: string;
  timeZone: string;
  bundle?: PageBundle;
}

const LINK = /\bhttps?:\/\/\S+/gi;
/** A title that had nothing but pictures or control characters. */
const NO_WORDS = 'something is wrong (the alert has no words)';
/** Longer than this a spoken title is forgotten before its end. */
const SPOKEN_TITLE = 200;
const SPOKEN_NAME = 80;

const HELP_WORDS = 70;
/** With less room than this for the service and the title a second segment says more than it costs. */
const LEAST_WORDS: Readonly<Record<Encoding, number>> = { 'gsm-7': 30, 'ucs-2': 24 };

/**
 * The text of a page by SMS: what broke, since when and how bad, how to answer, and a link. One segment where it can:
 * the title gives way, then the service's name; the number and the code never do.
 * @param moment null where neither time nor link is known
 */
export function smsText(page: PageFacts & { replyCode: string }, moment: PageMoment | null): string {
  if (page.bundle) return bundleText(page.bundle, page.timeZone, moment);
  if (moment?.help != null) return helpText(page, moment.help, moment.link);
  const link = moment === null ? '' : `\n${moment.link}`;
  const brief = `${timeLine(page.severity, page.timeZone, moment)}\nReply ${page.replyCode} ack`;
  const long = `${brief} (or resolve, escalate, help)`;
  return fitted(`#${page.incidentNumber} `, page, [`${long}${link}`, `${brief}${link}`]);
}

/** Somebody asks for help: who and with what matters more than since when. */
function helpText(page: PageFacts & { replyCode: string }, help: string, link: string): string {
  const asks = shortened(wordsOf(towardsGsm7(plainLine(help))), HELP_WORDS, 'gsm-7');
  const ending = `\n${asks}\nReply ${page.replyCode} yes or ${page.replyCode} no\n${link}`;
  return fitted(`#${page.incidentNumber} `, page, [ending, ending]);
}

/** One SMS for many incidents: how many, the worst of them, and how to answer for all. */
export function bundleText(bundle: PageBundle, timeZone: string, moment: PageMoment | null): string {
  const { count, worst } = bundle;
  const link = moment === null ? '' : `\n${moment.link}`;
  const ending = `${timeLine(worst.severity, timeZone, moment)}\nReply ack all${link}`;
  return fitted(`${headOfBundle(count, worst.number)} `, worst, [ending, ending]);
}

const headOfBundle = (count: number, worst: number): string => `${count} incidents, worst: #${worst}`;

/** "critical since 03:12 (5 min ago)", on a line of its own. */
function timeLine(severity: string, timeZone: string, moment: PageMoment | null): string {
  const bad = plainLine(severity);
  return moment === null ? `\n${bad}` : `\n${bad} since ${timeAndAge(moment, timeZone)}`;
}

/** The words in as few segments as leave room for them; with the longest ending that shortens nothing. */
function fitted(
  head: string,
  words: { serviceName: string; title: string },
  endings: readonly [string, string],
): string {
  const title = wordsOf(towardsGsm7(plainLine(words.title)));
  const name = wordsOf(towardsGsm7(plainLine(words.serviceName)));
  const [long, brief] = endings;
  const encoding = encodingOf(name + title + brief);
  const needed = placesOf(`${name}${title}`, encoding);
  const roomBeside = (ending: string, segments: number): number =>
    placesInSegments(segments, encoding) - placesOf(`${head}: ${ending}`, encoding);
  const enough = Math.min(needed, LEAST_WORDS[encoding]);
  let segments = 1;
  while (segments < MOST_SEGMENTS && roomBeside(brief, segments) < enough) segments += 1;
  const ending = roomBeside(long, segments) >= needed ? long : brief;
  const [shortName, what] = shareRoom(name, title, roomBeside(ending, segments), encoding);
  return `${head}${shortName}: ${what}${ending}`;
}

/** Whether a text that a provider recorded is this page, whatever the provider added to it. */
export function isTextOf(
  page: { incidentNumber: number; replyCode: string; bundle?: PageBundle },
  body: string,
): boolean {
  const { bundle } = page;
  if (bundle) return body.includes(`${headOfBundle(bundle.count, bundle.worst.number)} `);
  const asks = [`\nReply ${page.replyCode} ack`, `\nReply ${page.replyCode} yes`];
  return body.includes(`#${page.incidentNumber} `) && asks.some((words) => body.includes(words));
}

/** The service's name keeps at most two fifths of the room when both are long. */
function shareRoom(name: string, title: string, room: number, encoding: Encoding): [string, string] {
  const forName = Math.max(Math.floor(room * 0.4), room - placesOf(title, encoding));
  const shortName = shortened(name, forName, encoding);
  return [shortName, shortened(title, room - placesOf(shortName, encoding), encoding)];
}

/** What a call says about the page, sentence by sentence, without the keys. Links are not read out. */
export function spokenText(page: PageFacts, moment: Pick<PageMoment, 'since' | 'now'> | null): string[] {
  const { bundle } = page;
  const told = bundle ? bundle.worst : { ...page, number: page.incidentNumber };
  const severity = plainLine(told.severity);
  return [
    ...(bundle
      ? [
          `This is Rouse with ${bundle.count} incidents.`,
          `The worst is incident ${told.number}, ${severity}.`,
        ]
      : [`This is Rouse with incident ${told.number}, ${severity}.`]),
    `${spoken(told.serviceName, SPOKEN_NAME)}: ${sentence(spoken(told.title, SPOKEN_TITLE))}`,
    ...(moment === null ? [] : [sentence(spokenTime(moment, page.timeZone))]),
    ...(bundle || plainLine(page.reason) === ''
      ? []
      : [`You are called because ${sentence(lowerFirst(spoken(page.reason, SPOKEN_TITLE)))}`]),
  ];
}

const spoken = (text: string, places: number): string =>
  shortened(wordsOf(withoutPictures(plainLine(text).replace(LINK, 'a link'))), places, 'ucs-2');

/** A page by mail. The subject is one line; nothing of the alert can become a header. */
export function mailText(
  page: PageFacts & { replyCode: string },
  moment: PageMoment | null,
  publicUrl: string,
): { subject: string; text: string } {
  const { bundle } = page;
  const told = bundle ? bundle.worst : { ...page, number: page.incidentNumber };
  const title = wordsOf(plainLine(told.title));
  const service = wordsOf(plainLine(told.serviceName));
  const head = bundle ? headOfBundle(bundle.count, told.number) : `#${told.number}`;
  const since = moment === null ? '' : ` Since ${timeAndAge(moment, page.timeZone)}.`;
  return {
    subject: `${head} ${shortened(service, 80, 'ucs-2')}: ${shortened(title, 200, 'ucs-2')}`,
    text: [
      `${service}: ${title}`,
      '',
      `Incident #${told.number}, ${plainLine(told.severity)}.${since}`,
      ...(bundle ? [`It is the worst of ${bundle.count} incidents that wait for you.`] : []),
      ...(plainLine(page.reason) === '' ? [] : [`Why you: ${plainLine(page.reason)}`]),
      '',
      `Acknowledge it at ${moment === null ? publicUrl : moment.link}`,
      ...(moment === null ? [] : ['The link is yours alone: whoever has it answers in your name.']),
    ].join('\n'),
  };
}

/** A text of Rouse's own (an answer, a code) as it goes out by SMS. */
export function smsLine(text: string): string {
  return text
    .split('\n')
    .map((line) => towardsGsm7(plainLine(line)))
    .join('\n');
}

const wordsOf = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text : NO_WORDS);
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
/** "You are on call" after "because" begins small; a name keeps its capital. */
const lowerFirst = (text: string): string =>
  text.replace(/^(You|The|It|Nobody|Everyone|A|An) /, (word) => word.toLowerCase());
