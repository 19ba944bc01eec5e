import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_A_MINUTE, SLOT_SECONDS, slotOfRepeats, slotsOf } from './message-slots.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 5, 3) + second * 1000);

describe('when a message may go to somebody', () => {
  it.each<[sentAt: number[], now: number, expected: string]>([
    [[], 0, '3 at once'],
    [[0], 1, '2 at once'],
    [[0, 0], 1, '1 at once'],
    [[0, 0, 0], 0, 'at 20'],
    [[0, 0, 0], 19, 'at 20'],
    [[0, 0, 0], 20, '1 for all'],
    [[0, 0, 0, 20], 20, 'at 40'],
    [[0, 0, 0, 20], 40, '1 for all'],
    // Five in this minute: the first three have to be over.
    [[0, 0, 0, 20, 40], 59, 'at 60'],
    [[0, 0, 0, 20, 40], 60, '1 at once'],
    // A minute is over, and so is what counted.
    [[0, 0, 0], 60, '3 at once'],
    [[0, 20, 40], 41, 'at 60'],
    [[0, 20, 40], 60, '1 at once'],
    [[40, 0, 20], 41, 'at 60'],
  ])('sent at %j, at second %d: %s', (sentAt, now, expected) => {
    const slots = slotsOf(sentAt.map(at), at(now));
    const told =
      slots.atOnce === 0
        ? `at ${String((slots.nextAt.getTime() - at(0).getTime()) / 1000)}`
        : `${String(slots.atOnce)} ${slots.isSlot ? 'for all' : 'at once'}`;
    expect(told).toBe(expected);
  });

  it.each<[sentAt: number[], now: number, expected: number]>([
    [[], 0, 0],
    [[0], 1, 1],
    // With two in the minute there would be no room left for the first page of another incident.
    [[0, 5], 6, 60],
    [[0, 5], 60, 60],
    [[0, 5, 20], 21, 65],
  ])('repeats, sent at %j, at second %d: at %d', (sentAt, now, expected) => {
    expect(slotOfRepeats(sentAt.map(at), at(now))).toEqual(at(expected));
  });

  it('never more than five in any minute, and never a longer wait than a slot, however they come', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 45_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pauses, (milliseconds) => {
        const sent: Date[] = [];
        let now = at(0).getTime();
        for (const pause of milliseconds) {
          now += pause;
          const { nextAt } = slotsOf(sent, new Date(now));
          expect(nextAt.getTime() - now).toBeLessThanOrEqual(SLOT_SECONDS * 1000);
          now = Math.max(now, nextAt.getTime());
          sent.push(new Date(now));
          const lately = sent.filter((each) => now - each.getTime() < 60_000);
          expect(lately.length).toBeLessThanOrEqual(MOST_A_MINUTE);
        }
      }),
    );
  });
});
