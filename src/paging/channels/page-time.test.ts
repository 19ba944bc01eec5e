import { describe, expect, it } from '@jest/globals';
import { spokenTime, timeAndAge } from './page-time.js';

const NOW = new Date('2026-11-21T02:17:30Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

describe('since when, in the zone of the one who reads it', () => {
  it.each([
    [0, 'UTC', '02:17 (just now)', 'It began at 02:17, just now'],
    [1, 'UTC', '02:16 (1 min ago)', 'It began at 02:16, 1 minute ago'],
    [5, 'Europe/Berlin', '03:12 (5 min ago)', 'It began at 03:12, 5 minutes ago'],
    [89, 'UTC', '00:48 (89 min ago)', 'It began at 00:48, 89 minutes ago'],
    [90, 'UTC', '00:47 (2 h ago)', 'It began at 00:47, 2 hours ago'],
    [150, 'UTC', 'Fri 20 Nov 23:47 (3 h ago)', 'It began at Fri 20 Nov 23:47, 3 hours ago'],
    [5, 'America/New_York', '21:12 (5 min ago)', 'It began at 21:12, 5 minutes ago'],
    [3 * 24 * 60, 'UTC', 'Wed 18 Nov 02:17 (3 days ago)', 'It began at Wed 18 Nov 02:17, 3 days ago'],
    [-1, 'UTC', '02:18 (just now)', 'It began at 02:18, just now'],
  ])('%s minutes ago in %s', (minutes, zone, written, spoken) => {
    const span = { since: ago(minutes), now: NOW };
    expect([timeAndAge(span, zone), spokenTime(span, zone)]).toEqual([written, spoken]);
  });
});
