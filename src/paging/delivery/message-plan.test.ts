import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planMessages, type WantedPage } from './message-plan.js';
import { MOST_A_MINUTE } from './message-slots.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 5, 3) + second * 1000);
const NOW = at(1000);

type Told = Partial<WantedPage> & { waited?: number };

/** A page about an incident with this number, by SMS unless said otherwise, wanted since a moment ago. */
function page(incidentNumber: number, { waited = 0, ...more }: Told = {}): WantedPage {
  const type = more.type ?? 'sms';
  return {
    id: `${type} ${String(incidentNumber)}`,
    incidentId: `incident ${String(incidentNumber)}`,
    incidentNumber,
    urgency: 'high',
    severity: 'critical',
    contactMethodId: `by ${type}`,
    type,
    address: type === 'email' ? 'ana@example.org' : '+15550000001',
    isRepeat: false,
    isTold: false,
    wantedAt: at(1000 - waited),
    isDue: true,
    ...more,
  };
}

const sms = (...numbers: number[]): WantedPage[] => numbers.map((number) => page(number));
const seconds = (time: Date): string => String((time.getTime() - NOW.getTime()) / 1000);

/** `sms 1 | sms 2+3; in 20: sms 4`: messages in order, each with its lead first, then who waits for how long. */
function told(
  pages: readonly WantedPage[],
  { sentAgo = [], busyFor }: { sentAgo?: number[]; busyFor?: number } = {},
): string {
  const { messages, waits } = planMessages({
    pages,
    recent: sentAgo.map((ago) => at(1000 - ago)),
    busyLines: new Map(busyFor === undefined ? [] : [['+15550000001', at(1000 + busyFor)]]),
    now: NOW,
  });
  const sent = messages.map(
    (message) => `${message[0]?.type ?? ''} ${message.map((each) => each.incidentNumber).join('+')}`,
  );
  const times = [...new Set(waits.map(({ until }) => seconds(until)))];
  const held = times.map((time) => {
    const then = waits.filter(({ until }) => seconds(until) === time).map(({ page: { id } }) => id);
    return `in ${time}: ${then.join(', ')}`;
  });
  return [sent.join(' | ') || 'nothing', ...held].join('; ');
}

describe("what becomes of a person's pages", () => {
  const repeat = { isRepeat: true, isTold: true };
  const cases: [
    what: string,
    pages: WantedPage[],
    more: { sentAgo?: number[]; busyFor?: number },
    expected: string,
  ][] = [
    ['one', sms(1), {}, 'sms 1'],
    ['two incidents at once are two messages', sms(1, 2), {}, 'sms 1 | sms 2'],
    ['three are three', sms(1, 2, 3), {}, 'sms 1 | sms 2 | sms 3'],
    ['of more the last message takes the rest', sms(1, 2, 3, 4, 5), {}, 'sms 1 | sms 2 | sms 3+4+5'],
    ['two were sent just now', sms(1, 2, 3), { sentAgo: [1, 2] }, 'sms 1+2+3'],
    ['three were sent just now', sms(1, 2), { sentAgo: [1, 1, 2] }, 'nothing; in 19: sms 1, sms 2'],
    ['the slot has come', sms(1, 2), { sentAgo: [20, 21, 22] }, 'sms 1+2'],
    ['the slot takes one', sms(1), { sentAgo: [20, 21, 22] }, 'sms 1'],
    ['five in this minute', sms(1), { sentAgo: [1, 2, 3, 4, 5] }, 'nothing; in 55: sms 1'],
    [
      'the worst leads',
      [page(1, { urgency: 'low' }), page(2, { severity: 'error' }), page(3), page(4)],
      { sentAgo: [1, 1] },
      'sms 3+4+2+1',
    ],
    [
      'high urgency takes the last place',
      [page(1, { urgency: 'low', contactMethodId: 'another' }), page(2)],
      { sentAgo: [1, 1] },
      'sms 2; in 20: sms 1',
    ],
    [
      'one incident on three channels',
      [page(1, { type: 'email' }), page(1), page(1, { type: 'webhook' })],
      {},
      'email 1 | sms 1 | webhook 1',
    ],
    [
      'of two incidents on two channels each is told of first',
      [page(1), page(1, { type: 'email' }), page(2), page(2, { type: 'email' })],
      {},
      'sms 1 | sms 2 | email 1+2',
    ],
    [
      'a first page before another channel',
      [page(1, { type: 'email', isTold: true }), page(2)],
      { sentAgo: [1, 1] },
      'sms 2; in 20: email 1',
    ],
    [
      'another channel that has waited for 40 s for its turn does not wait for news any longer',
      [page(1, { type: 'email', isTold: true, waited: 41 }), page(2)],
      { sentAgo: [20, 30, 40] },
      'email 1; in 20: sms 2',
    ],
    [
      'a repeat does, however long it has waited',
      [page(1, { ...repeat, type: 'email', waited: 200 }), page(2)],
      { sentAgo: [20, 30, 40] },
      'sms 2; in 40: email 1',
    ],
    ['a repeat in a quiet minute', [page(1, repeat)], { sentAgo: [30] }, 'sms 1'],
    [
      'a repeat leaves room for a first page',
      [page(1, repeat)],
      { sentAgo: [10, 30] },
      'nothing; in 30: sms 1',
    ],
    ['repeats go together', [page(1, repeat), page(2, repeat), page(3, repeat)], {}, 'sms 1+2+3'],
    [
      'a repeat goes along with what takes the rest',
      [page(1, repeat), page(2)],
      { sentAgo: [20, 30, 40] },
      'sms 1+2',
    ],
    [
      'a repeat on another method does not take the slot of a first page',
      [page(1, { ...repeat, type: 'email' }), page(2)],
      { sentAgo: [20, 30, 40] },
      'sms 2; in 40: email 1',
    ],
    ['what waits for a provider does not go before its time', [page(1, { isDue: false })], {}, 'nothing'],
    ['but it goes along', [page(1, { isDue: false }), page(2)], { sentAgo: [20, 30, 40] }, 'sms 1+2'],
    ['and not with a message of its own', [page(1, { isDue: false }), page(2)], {}, 'sms 2'],
    ['calls go together', [page(1, { type: 'voice' }), page(2, { type: 'voice' })], {}, 'voice 1+2'],
    [
      'and another method with the same number waits',
      [page(1, { type: 'voice' }), page(2, { type: 'voice', contactMethodId: 'her other one' })],
      {},
      'voice 1; in 60: voice 2',
    ],
    [
      'and one with another number does not',
      [
        page(1, { type: 'voice' }),
        page(2, { type: 'voice', contactMethodId: 'at home', address: '+15550000002' }),
      ],
      {},
      'voice 1 | voice 2',
    ],
    [
      'a call that repeats and is news as well is news',
      [page(1, { ...repeat, type: 'voice' }), page(2, { type: 'voice' })],
      { sentAgo: [10, 30] },
      'voice 1+2',
    ],
    ['a call is under way', [page(1, { type: 'voice' }), page(2)], { busyFor: 50 }, 'sms 2; in 50: voice 1'],
    [
      'old news is summed up, also in a quiet minute',
      [page(1, { waited: 900 }), page(2, { waited: 600 })],
      {},
      'sms 1+2',
    ],
    [
      'with what is in backoff',
      [page(1, { waited: 900 }), page(2, { waited: 600, isDue: false })],
      {},
      'sms 1+2',
    ],
    [
      'and other channels follow two minutes later',
      [page(1, { waited: 900 }), page(2, { waited: 900 }), page(1, { waited: 780, type: 'voice' })],
      {},
      'sms 1+2; in 120: voice 1',
    ],
    [
      'news goes by itself beside it',
      [page(1, { waited: 900 }), page(2, { waited: 900 }), page(3)],
      {},
      'sms 1+2 | sms 3',
    ],
  ];
  it.each(cases)('%s', (_what, pages, more, expected) => {
    expect(told(pages, more)).toBe(expected);
  });

  it('every page that is due goes once or waits, and no minute has more than five messages', () => {
    const anyPage = fc.record({
      type: fc.constantFrom('sms', 'voice', 'email'),
      waited: fc.constantFrom(0, 10, 1_000),
      isRepeat: fc.boolean(),
      isTold: fc.boolean(),
      isDue: fc.boolean(),
      urgency: fc.constantFrom('high' as const, 'low' as const),
    });
    const input = fc.record({
      options: fc.array(anyPage, { maxLength: 12 }),
      sentAgo: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(input, ({ options, sentAgo }) => {
        const pages = options.map((each, place) => page(place, each));
        const recent = sentAgo.map((ago) => at(1000 - ago));
        const { messages, waits } = planMessages({ pages, recent, busyLines: new Map(), now: NOW });
        const gone = [...messages.flat(), ...waits.map((wait) => wait.page)];
        expect(new Set(gone).size).toBe(gone.length);
        for (const each of pages.filter(({ isDue }) => isDue)) expect(gone).toContain(each);
        for (const wait of waits) {
          expect(wait.page.isDue).toBe(true);
          expect(wait.until.getTime()).toBeGreaterThan(NOW.getTime());
        }
        for (const message of messages)
          expect(new Set(message.map(({ contactMethodId }) => contactMethodId)).size).toBe(1);
        const lately = recent.filter((each) => NOW.getTime() - each.getTime() < 60_000);
        expect(lately.length + messages.length).toBeLessThanOrEqual(MOST_A_MINUTE);
      }),
    );
  });
});
