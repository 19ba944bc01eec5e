import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planMessages, type WantedPage } from './message-plan.js';
import { MOST_A_MINUTE } from './message-slots.js';

const START = Date.UTC(2026, 0, 5, 3);
const at = (second: number): Date => new Date(START + second * 1000);
const NUMBER = '+15550000001';
/** A call that nobody picks up. */
const RINGS_FOR = 30;

interface Arrival {
  readonly second: number;
  readonly severity: string;
  readonly urgency: 'high' | 'low';
}

interface Stored extends WantedPage {
  dueAt: number;
  sentAt: number | null;
}

/** SMS and mail at once, a call after two minutes, as somebody has it who set no rules. */
function pagesOf({ second, severity, urgency }: Arrival, number: number): Stored[] {
  const methods = [
    ['sms', 0],
    ['email', 0],
    ['voice', 120],
  ] as const;
  return methods.map(([type, delay]) => ({
    id: `${type} ${String(number)}`,
    incidentId: String(number),
    incidentNumber: number,
    urgency,
    severity,
    contactMethodId: type,
    type,
    address: NUMBER,
    isRepeat: false,
    isTold: false,
    isDue: false,
    wantedAt: at(second + delay),
    dueAt: second + delay,
    sentAt: null,
  }));
}

/** Lets the time of a storm pass, second by second; nobody answers. Gives the pages, and when messages went. */
function letPass(arrivals: readonly Arrival[]): { pages: Stored[]; sent: number[] } {
  const pages = arrivals.flatMap(pagesOf);
  const sent: number[] = [];
  const told = new Set<string>();
  let lineIsBusyUntil = 0;
  for (let second = 0; second < 1_500; second += 1) {
    const now = at(second);
    const wanted = pages
      .filter((page) => page.sentAt === null && page.wantedAt <= now)
      .map((page) => ({
        ...page,
        isDue: page.dueAt <= second,
        isTold: told.has(page.incidentId),
        stored: page,
      }));
    const { messages, waits } = planMessages({
      pages: wanted,
      recent: sent.map(at),
      busyLines: new Map(lineIsBusyUntil > second ? [[NUMBER, at(lineIsBusyUntil)]] : []),
      now,
    });
    for (const message of messages) {
      sent.push(second);
      if (message[0]?.type === 'voice') lineIsBusyUntil = second + RINGS_FOR;
      for (const { stored } of message) {
        stored.sentAt = second;
        told.add(stored.incidentId);
      }
    }
    for (const { page, until } of waits) page.stored.dueAt = Math.ceil((until.getTime() - START) / 1000);
  }
  return { pages, sent };
}

const arrivals = fc.array(
  fc.record({
    second: fc.integer({ min: 0, max: 900 }),
    severity: fc.constantFrom('critical', 'error', 'warning'),
    urgency: fc.constantFrom('high' as const, 'low' as const),
  }),
  { minLength: 1, maxLength: 200 },
);

const longestWait = (pages: readonly Stored[], type: string): number =>
  Math.max(
    ...pages
      .filter((page) => page.type === type)
      .map(({ sentAt, wantedAt }) => (sentAt ?? Infinity) - (wantedAt.getTime() - START) / 1000),
  );

describe('a storm at one person who does not answer', () => {
  it('each channel gets its turn, and no minute has more than five messages', () => {
    fc.assert(
      fc.property(arrivals, (storm) => {
        const { pages, sent } = letPass(storm);
        for (const type of ['sms', 'email', 'voice']) expect(longestWait(pages, type)).toBeLessThan(120);
        for (const first of sent)
          expect(sent.filter((each) => each >= first && each < first + 60).length).toBeLessThanOrEqual(
            MOST_A_MINUTE,
          );
      }),
      { numRuns: 10 },
    );
  });

  it('of an incident a second the telephone rings all the same', () => {
    const steady = Array.from({ length: 600 }, (_each, second) => ({
      second,
      severity: 'critical',
      urgency: 'high' as const,
    }));
    const { pages } = letPass(steady);
    for (const type of ['sms', 'email', 'voice']) expect(longestWait(pages, type)).toBeLessThanOrEqual(60);
  });
});
