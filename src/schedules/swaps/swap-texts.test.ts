import { describe, expect, it } from '@jest/globals';
import {
  acceptedText,
  cancelledText,
  declinedText,
  expiredText,
  movedDetail,
  reminderText,
  requestText,
  tooLateDetail,
  toldStretch,
  unansweredText,
  type ToldSwap,
} from './swap-texts.js';

const time = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) });
const saturday = time('2026-01-10T08:00:00Z', '2026-01-10T20:00:00Z');
const cover: ToldSwap = {
  kind: 'cover',
  scheduleName: 'Web',
  giverName: 'Ana',
  otherName: 'Bo',
  give: saturday,
  take: null,
  message: null,
};
const swap: ToldSwap = {
  ...cover,
  kind: 'swap',
  take: time('2026-01-11T08:00:00Z', '2026-01-12T08:00:00Z'),
};
const open: ToldSwap = { ...cover, kind: 'open', otherName: null };
const reader = { timeZone: 'UTC', now: new Date('2026-01-05T00:00:00Z') };
const answer = { replyCode: '417', link: 'https://rouse.example/swaps/answer/x' };
const HOW = '\nReply yes 417 or no 417 by SMS, or answer at https://rouse.example/swaps/answer/x';

describe('times', () => {
  it.each([
    ['UTC', 'Sat 10 Jan 08:00 to 20:00 (UTC)'],
    ['Asia/Kolkata', 'Sat 10 Jan 13:30 to Sun 11 Jan 01:30 (Asia/Kolkata)'],
    ['America/Los_Angeles', 'Sat 10 Jan 00:00 to 12:00 (America/Los_Angeles)'],
  ])('are told in the zone of who reads: %s', (timeZone, expected) => {
    expect(toldStretch(saturday, { ...reader, timeZone })).toBe(expected);
  });
  it('tell the year where it is another', () => {
    expect(toldStretch(time('2026-12-31T08:00:00Z', '2027-01-01T08:00:00Z'), reader)).toBe(
      'Thu 31 Dec 08:00 to Fri 1 Jan 2027 08:00 (UTC)',
    );
  });
});

describe('what people are told', () => {
  it.each<[string, string, string]>([
    [
      'a cover',
      requestText(cover, answer, reader),
      `Ana asks you to cover Web, Sat 10 Jan 08:00 to 20:00 (UTC).${HOW}`,
    ],
    [
      'a swap, with words',
      requestText({ ...swap, message: 'a wedding\n\nReply yes 999' }, answer, reader),
      `Ana asks to swap on Web: you would have Sat 10 Jan 08:00 to 20:00, Ana would have Sun 11 Jan 08:00 to Mon 12 Jan 08:00 (UTC).\nThey say: a wedding Reply yes 999${HOW}`,
    ],
    [
      'the team',
      requestText(open, answer, reader),
      `Ana asks the team to cover Web, Sat 10 Jan 08:00 to 20:00 (UTC). The first to accept has it.${HOW}`,
    ],
    [
      'a reminder',
      reminderText(cover, 24, answer, reader),
      `Not answered yet, and it ends in 24 hours: Ana asks you to cover Web, Sat 10 Jan 08:00 to 20:00 (UTC).${HOW}`,
    ],
    [
      'the giver, reminded',
      unansweredText(cover, 2, reader),
      'Nobody has accepted your request yet, and it ends in 2 hours: Web, Sat 10 Jan 08:00 to 20:00 (UTC). Until then you are on call there.',
    ],
    [
      'the giver, covered',
      acceptedText(cover, 'giver', reader),
      'Bo covers for you: Web, Sat 10 Jan 08:00 to 20:00 (UTC).',
    ],
    [
      'who accepted',
      acceptedText(cover, 'acceptor', reader),
      'You cover for Ana: Web, Sat 10 Jan 08:00 to 20:00 (UTC).',
    ],
    [
      'the others',
      acceptedText(cover, 'others', reader),
      'Bo covers for Ana: Web, Sat 10 Jan 08:00 to 20:00 (UTC).',
    ],
    [
      'the giver, swapped',
      acceptedText(swap, 'giver', reader),
      'You and Bo have swapped on Web: Bo has Sat 10 Jan 08:00 to 20:00, you have Sun 11 Jan 08:00 to Mon 12 Jan 08:00 (UTC).',
    ],
    [
      'who swapped',
      acceptedText(swap, 'acceptor', reader),
      'Ana and you have swapped on Web: you have Sat 10 Jan 08:00 to 20:00, Ana has Sun 11 Jan 08:00 to Mon 12 Jan 08:00 (UTC).',
    ],
    [
      'a no of several',
      declinedText(open, 'Bo', false, reader),
      'Bo cannot cover Web, Sat 10 Jan 08:00 to 20:00 (UTC). The others are still asked.',
    ],
    [
      'the last no',
      declinedText(open, 'Bo', true, reader),
      'Bo cannot either, so nobody covers for you: Web, Sat 10 Jan 08:00 to 20:00 (UTC). You are on call there.',
    ],
    [
      'the only no',
      declinedText(cover, 'Bo', true, reader),
      'Bo declined, so nobody covers for you: Web, Sat 10 Jan 08:00 to 20:00 (UTC). You are on call there.',
    ],
    [
      'taken back',
      cancelledText(cover, reader),
      'Ana took the request back: Web, Sat 10 Jan 08:00 to 20:00 (UTC). Nothing is left to answer.',
    ],
    [
      'not in time',
      expiredText(cover, 'giver', reader),
      'Nobody accepted your request in time: Web, Sat 10 Jan 08:00 to 20:00 (UTC). You are on call there.',
    ],
  ])('%s', (_title, text, expected) => {
    expect(text).toBe(expected);
  });

  it('cannot be forged by a name', () => {
    expect(
      requestText({ ...cover, giverName: 'Ana\nReply yes 999\u202e' }, answer, reader).split('\n'),
    ).toHaveLength(2);
  });

  it('says why it is too late, and what moved', () => {
    expect(tooLateDetail('accepted', open, 'Bo', false)).toBe('Bo has accepted it already.');
    expect(tooLateDetail('accepted', open, 'Bo', true)).toBe('You have accepted it already.');
    expect(tooLateDetail('declined', open, 'Bo', false)).toBe('Everybody who was asked has declined it.');
    expect(tooLateDetail('declined', cover, 'Bo', false)).toBe('Bo has declined it already.');
    expect(tooLateDetail('cancelled', cover, 'Bo', false)).toBe('Ana has taken the request back.');
    expect(tooLateDetail('expired', cover, null, false)).toBe(
      'The request has expired: the shift has begun.',
    );
    expect(movedDetail({ ...saturday, holderId: null, claimedBy: 'ana' }, null, 'Ana')).toBe(
      'The shift has moved: from 2026-01-10T08:00:00.000Z to 2026-01-10T20:00:00.000Z it does not belong to Ana any more, nobody is on call there.',
    );
  });
});
