import { describe, expect, it } from '@jest/globals';
import { takenOverNotice } from './taken-over-notice.js';

const NOW = new Date('2026-03-02T12:00:00Z');
const leaving = { userId: 'ana', name: 'Ana', successorId: 'bo' };
const turn = (after: string | null, start: string, end: string) => ({ before: 'ana', after, start, end });
const now = turn('bo', '2026-03-02T12:00:00Z', '2026-03-03T09:00:00Z');
const later = turn('bo', '2026-03-04T09:00:00Z', '2026-03-05T09:00:00Z');
const schedule = (name: string, ...changes: ReturnType<typeof turn>[]) => ({
  id: name,
  name,
  gaps: [],
  changes,
});
const policy = (name: string) => ({ id: name, name, steps: [], lastResort: false });

describe('what a successor is told', () => {
  it.each([
    [
      'where they are on call at once',
      [schedule('Checkout', now, later), schedule('Search', later)],
      [],
      'Ana has left, and you take their place. You are on call now in Checkout. You have their turns in Checkout, Search.',
    ],
    [
      'by which policies they are paged, not all of many',
      [],
      ['A', 'B', 'C', 'D', 'E'].map(policy),
      'Ana has left, and you take their place. You are paged by the policies A, B, C and 2 more.',
    ],
    ['nothing of what others have now', [schedule('Checkout', { ...now, after: 'cy' })], [], null],
    ['nothing where nothing came to them', [], [], null],
  ])('%s', (_case, schedules, policies, text) => {
    expect(takenOverNotice(leaving, { schedules, policies }, NOW)?.text ?? null).toBe(text);
  });

  it('is nothing where there is none', () => {
    const found = { schedules: [schedule('Checkout', { ...now, after: null })], policies: [policy('A')] };
    expect(takenOverNotice({ ...leaving, successorId: null }, found, NOW)).toBeNull();
  });
});
