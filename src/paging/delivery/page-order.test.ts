import { describe, expect, it } from '@jest/globals';
import { comparePages, compareWorst, precedenceOf, type OrderedPage } from './page-order.js';

const page = (incidentNumber: number, more: Partial<OrderedPage> = {}): OrderedPage => ({
  urgency: 'high',
  severity: 'critical',
  incidentNumber,
  isRepeat: false,
  isTold: false,
  wantedAt: new Date(Date.UTC(2026, 0, 5, 3)),
  ...more,
});

describe('the order of pages', () => {
  it.each([
    ['high', false, 0],
    ['low', false, 1],
    ['high', true, 2],
    ['low', true, 2],
  ] as const)('claimed: urgency %s, repeat %s: %d', (urgency, isRepeat, expected) => {
    expect(precedenceOf({ urgency, isRepeat })).toBe(expected);
  });

  it('what somebody does not know of yet, then other channels, then repeats; of each high before low', () => {
    const earlier = { wantedAt: new Date(Date.UTC(2026, 0, 5, 2)) };
    const inOrder = [
      page(9, { ...earlier, severity: 'error' }),
      page(8, { severity: 'error' }),
      page(7, { urgency: 'low' }),
      page(6, { isTold: true }),
      page(5, { isTold: true, urgency: 'low' }),
      page(4, { isRepeat: true, isTold: true }),
      page(3, { isRepeat: true, isTold: true, urgency: 'low', severity: 'info' }),
    ];
    const mixed = [3, 5, 0, 6, 2, 4, 1].flatMap((place) => inOrder[place] ?? []);
    expect(mixed.sort(comparePages)).toEqual(inOrder);
  });

  it('the worst of a message is the most urgent, the most severe, the oldest', () => {
    const inOrder = [
      page(4, { isTold: true }),
      page(5),
      page(1, { severity: 'error' }),
      page(2, { urgency: 'low' }),
      page(3, { urgency: 'low', severity: 'of some other kind' }),
    ];
    expect([...inOrder].reverse().sort(compareWorst)).toEqual(inOrder);
  });
});
