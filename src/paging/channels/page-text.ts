import {
  encodingOf,
  placesOf,
  plainLine,
  SEGMENT,
  shortened,
  towardsGsm7,
  withoutPictures,
  type Encoding,
} from './gsm7.js';

/** What a page tells, whatever it travels by. */
export interface PageFacts {
  incidentNumber: number;
  serviceName: string;
  title: string;
  severity: string;
  reason: string;
}

const LINK = /\bhttps?:\/\/\S+/gi;
/** A title that had nothing but pictures or control characters. */
const NO_WORDS = 'something is wrong (the alert has no words)';
/** Longer than this a spoken title is forgotten before its end. */
const SPOKEN_TITLE = 200;
const SPOKEN_NAME = 80;

/**
 * The text of a page by SMS: one segment, naming the service, what broke, the incident's number, the reply code and
 * how to answer. The title gives way, then the service's name; the number and the code never do.
 */
export function smsText(page: PageFacts & { replyCode: string }): string {
  const title = wordsOf(towardsGsm7(plainLine(page.title)));
  const service = wordsOf(towardsGsm7(plainLine(page.serviceName)));
  const encoding = encodingOf(service + title);
  const code = page.replyCode;
  const head = `#${page.incidentNumber} `;
  const tail =
    encoding === 'gsm-7' ? `\nReply ${code} ack (or resolve, escalate, help)` : `\nReply ${code} ack`;
  const room = SEGMENT[encoding] - placesOf(`${head}: ${tail}`, encoding);
  const [name, what] = shareRoom(service, title, room, encoding);
  return `${head}${name}: ${what}${tail}`;
}

/** Whether a text that a provider recorded is the page with this number and code, whatever the provider added to it. */
export function isTextOf(page: { incidentNumber: number; replyCode: string }, body: string): boolean {
  return body.includes(`#${page.incidentNumber} `) && body.includes(`\nReply ${page.replyCode} ack`);
}

/** The service's name keeps at most two fifths of the room when both are long. */
function shareRoom(name: string, title: string, room: number, encoding: Encoding): [string, string] {
  const forName = Math.max(Math.floor(room * 0.4), room - placesOf(title, encoding));
  const shortName = shortened(name, forName, encoding);
  return [shortName, shortened(title, room - placesOf(shortName, encoding), encoding)];
}

/** What a call says about the page, sentence by sentence, without the keys. Links are not read out. */
export function spokenText(page: PageFacts): string[] {
  const spoken = (text: string, places: number): string =>
    shortened(wordsOf(withoutPictures(plainLine(text).replace(LINK, 'a link'))), places, 'ucs-2');
  const reason = spoken(page.reason, SPOKEN_TITLE);
  return [
    `This is Rouse with incident ${page.incidentNumber}, ${plainLine(page.severity)}.`,
    `${spoken(page.serviceName, SPOKEN_NAME)}: ${sentence(spoken(page.title, SPOKEN_TITLE))}`,
    ...(plainLine(page.reason) === '' ? [] : [`You are called because ${sentence(lowerFirst(reason))}`]),
  ];
}

/** A page by mail. The subject is one line; nothing of the alert can become a header. */
export function mailText(
  page: PageFacts & { replyCode: string },
  publicUrl: string,
): { subject: string; text: string } {
  const title = wordsOf(plainLine(page.title));
  const service = wordsOf(plainLine(page.serviceName));
  return {
    subject: `#${page.incidentNumber} ${shortened(service, 80, 'ucs-2')}: ${shortened(title, 200, 'ucs-2')}`,
    text: [
      `${service}: ${title}`,
      '',
      `Incident #${page.incidentNumber}, ${plainLine(page.severity)}.`,
      ...(plainLine(page.reason) === '' ? [] : [`Why you: ${plainLine(page.reason)}`]),
      '',
      `Acknowledge it at ${publicUrl}`,
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
