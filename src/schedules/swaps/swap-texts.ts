import { DateTime } from 'luxon';
import type { Moved, Stretch } from './exchange.js';
import type { SwapKind, SwapStatus } from './swap-lifecycle.js';

/** What messages about a request tell. */
export interface ToldSwap {
  readonly kind: SwapKind;
  readonly scheduleName: string;
  readonly giverName: string;
  /** The one person asked, or who accepted; null while it is open to the team. */
  readonly otherName: string | null;
  readonly give: Stretch;
  readonly take: Stretch | null;
  readonly message: string | null;
}

/** In which zone times are told, and since when: the year is said where it is another. */
export interface Reader {
  readonly timeZone: string;
  readonly now: Date;
}

/** How somebody may answer. */
export interface WayToAnswer {
  readonly replyCode: string;
  readonly link: string;
}

/** A stranger's words must not forge lines of a message. */
const oneLine = (text: string): string => text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();

/** "Mon 5 Jan 09:00 to 17:00 (Europe/Berlin)". */
export function toldStretch(stretch: Stretch, reader: Reader): string {
  return `${bareStretch(stretch, reader)} (${reader.timeZone})`;
}

function bareStretch({ start, end }: Stretch, { timeZone, now }: Reader): string {
  const [from, to, today] = [start, end, now].map((time) => DateTime.fromJSDate(time, { zone: timeZone }));
  const day = (time: DateTime | undefined): string =>
    time?.year === today?.year ? 'ccc d LLL HH:mm' : 'ccc d LLL yyyy HH:mm';
  const sameDay = from?.hasSame(to ?? DateTime.invalid('none'), 'day') === true;
  return `${from?.toFormat(day(from)) ?? ''} to ${to?.toFormat(sameDay ? 'HH:mm' : day(to)) ?? ''}`;
}

/** What is asked of somebody, and in which words. */
export function askingText(swap: ToldSwap, reader: Reader): string {
  const { giverName, give, take, message } = swap;
  const [giver, schedule] = [oneLine(giverName), oneLine(swap.scheduleName)];
  const time = bareStretch(give, reader);
  const asks =
    take !== null
      ? `${giver} asks to swap on ${schedule}: you would have ${time}, ${giver} would have ${toldStretch(take, reader)}.`
      : swap.kind === 'cover'
        ? `${giver} asks you to cover ${schedule}, ${toldStretch(give, reader)}.`
        : `${giver} asks the team to cover ${schedule}, ${toldStretch(give, reader)}. The first to accept has it.`;
  const words = message === null || oneLine(message) === '' ? [] : [`They say: ${oneLine(message)}`];
  return [asks, ...words].join('\n');
}

/** Asks somebody, and says how to answer. */
export function requestText(swap: ToldSwap, { replyCode, link }: WayToAnswer, reader: Reader): string {
  return `${askingText(swap, reader)}\nReply yes ${replyCode} or no ${replyCode} by SMS, or answer at ${link}`;
}

/** Reminds somebody who has not answered. */
export function reminderText(swap: ToldSwap, hours: number, answer: WayToAnswer, reader: Reader): string {
  return `Not answered yet, and it ends in ${hours} hours: ${requestText(swap, answer, reader)}`;
}

const about = (swap: ToldSwap, reader: Reader): string =>
  `${oneLine(swap.scheduleName)}, ${toldStretch(swap.give, reader)}`;

/** Tells the one who gives that nobody has answered. */
export function unansweredText(swap: ToldSwap, hours: number, reader: Reader): string {
  return `Nobody has accepted your request yet, and it ends in ${hours} hours: ${about(swap, reader)}. Until then you are on call there.`;
}

/** Tells that it was agreed: to the giver, to who accepted, or to the others of the schedule. */
export function acceptedText(swap: ToldSwap, to: 'giver' | 'acceptor' | 'others', reader: Reader): string {
  const giver = oneLine(swap.giverName);
  const other = oneLine(swap.otherName ?? 'Somebody');
  const names = { giver: ['you', other], acceptor: [giver, 'you'], others: [giver, other] } as const;
  const [giving, taking] = names[to];
  if (swap.take === null)
    return sentence(
      `${taking} ${taking === 'you' ? 'cover' : 'covers'} for ${giving}: ${about(swap, reader)}.`,
    );
  const schedule = oneLine(swap.scheduleName);
  return sentence(
    `${giving} and ${taking} have swapped on ${schedule}: ${taking} ${has(taking)} ${bareStretch(swap.give, reader)}, ` +
      `${giving} ${has(giving)} ${toldStretch(swap.take, reader)}.`,
  );
}

const has = (who: string): string => (who === 'you' ? 'have' : 'has');
const sentence = (text: string): string => text.replace(/^./, (first) => first.toUpperCase());

/** Tells the one who gives of a no; `isOver` where nobody is left to ask. */
export function declinedText(swap: ToldSwap, declinerName: string, isOver: boolean, reader: Reader): string {
  const who = oneLine(declinerName);
  if (!isOver) return `${who} cannot cover ${about(swap, reader)}. The others are still asked.`;
  const nobody = swap.kind === 'open' ? `${who} cannot either, so nobody` : `${who} declined, so nobody`;
  return `${nobody} covers for you: ${about(swap, reader)}. You are on call there.`;
}

/** Tells those who were asked that it was taken back. */
export function cancelledText(swap: ToldSwap, reader: Reader): string {
  return `${oneLine(swap.giverName)} took the request back: ${about(swap, reader)}. Nothing is left to answer.`;
}

/** Answers somebody who has just said no. */
export function saidNoText(swap: ToldSwap, reader: Reader): string {
  return `You said no to ${oneLine(swap.giverName)}: ${about(swap, reader)}. Nothing changes for you.`;
}

/** Tells that nobody answered in time. */
export function expiredText(swap: ToldSwap, to: 'giver' | 'asked', reader: Reader): string {
  return to === 'giver'
    ? `Nobody accepted your request in time: ${about(swap, reader)}. You are on call there.`
    : `The request of ${oneLine(swap.giverName)} has ended without an answer: ${about(swap, reader)}.`;
}

/** Why an answer comes too late. */
export function tooLateDetail(
  why: Exclude<SwapStatus, 'open'>,
  swap: Pick<ToldSwap, 'kind' | 'giverName'>,
  answererName: string | null,
  isSelf: boolean,
): string {
  const who = answererName ?? 'Somebody';
  switch (why) {
    case 'accepted':
      return isSelf ? 'You have accepted it already.' : `${who} has accepted it already.`;
    case 'declined':
      return swap.kind === 'open'
        ? 'Everybody who was asked has declined it.'
        : `${who} has declined it already.`;
    case 'cancelled':
      return `${swap.giverName} has taken the request back.`;
    case 'expired':
      return 'The request has expired: the shift has begun.';
  }
}

/** Why an exchange cannot be any more: what moved, in UTC as the API tells times. */
export function movedDetail({ start, end }: Moved, holderName: string | null, claimantName: string): string {
  const holder = holderName === null ? 'nobody is on call there' : `${holderName} is on call there`;
  return `The shift has moved: from ${start.toISOString()} to ${end.toISOString()} it does not belong to ${claimantName} any more, ${holder}.`;
}
