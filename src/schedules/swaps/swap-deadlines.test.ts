import { describe, expect, it } from '@jest/globals';
import { nextDueAt, passedDeadline } from './swap-deadlines.js';

const begins = new Date('2026-01-05T09:00:00Z');
const at = (text: string) => new Date(`2026-01-${text}:00Z`);

describe('the deadlines of a request for a shift that begins on 5 January at 09:00', () => {
  it.each([
    ['01T00:00', '04T09:00', 'made days before: reminded a day before'],
    ['04T08:59', '04T09:00', 'a minute before that'],
    ['04T09:00', '05T07:00', 'just then: the next reminder is 2 hours before'],
    ['04T21:00', '05T07:00', 'made 12 hours before'],
    ['05T07:00', '05T09:00', '2 hours before: no more reminders'],
    ['05T08:59', '05T09:00', 'a minute before the start'],
  ])('after %s: %s (%s)', (now, expected) => {
    expect(nextDueAt(begins, at(now))).toEqual(at(expected));
  });

  it.each([
    ['04T09:00', '04T09:00', 'remind 24'],
    ['04T09:00', '04T11:00', 'remind 24'],
    ['05T07:00', '05T07:00', 'remind 2'],
    ['04T09:00', '05T08:00', 'remind 2'],
    ['04T09:00', '05T09:00', 'expire'],
    ['05T09:00', '05T09:00', 'expire'],
    ['05T07:00', '07T00:00', 'expire'],
    ['04T09:00', '04T08:00', 'nothing'],
  ])('due %s, looked at %s: %s', (dueAt, now, expected) => {
    const deadline = passedDeadline(begins, at(dueAt), at(now));
    const told =
      deadline?.kind === 'remind' ? `remind ${String(deadline.hours)}` : (deadline?.kind ?? 'nothing');
    expect(told).toBe(expected);
  });
});
