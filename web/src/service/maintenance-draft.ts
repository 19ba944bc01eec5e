import type { Schema } from '../api/client';
import { fromWallTime, toWallTime } from '../design/wall-clock';

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What one says of a maintenance window before it is planned. */
export interface MaintenanceDraft {
  readonly name: string;
  readonly kind: 'once' | 'weekly';
  /** As a `datetime-local` field has it, on the reader's clock. */
  readonly start: string;
  readonly end: string;
  readonly days: readonly Weekday[];
  readonly at: string;
  readonly durationSeconds: number;
  readonly atEnd: 'open' | 'discard';
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Begins with the next two hours. */
export const maintenanceDraft = (now: Date, zone: string): MaintenanceDraft => ({
  name: '',
  kind: 'once',
  start: toWallTime(now, zone),
  end: toWallTime(new Date(now.getTime() + 2 * HOUR_MS), zone),
  days: ['SU'],
  at: '02:00',
  durationSeconds: 7_200,
  atEnd: 'open',
});

/** What the API takes; a time that is none is left for it to refuse. */
export function maintenanceInputOf(
  draft: MaintenanceDraft,
  serviceId: string,
  now: Date,
  zone: string,
): Schema<'CreateMaintenanceWindow'> {
  const { name, atEnd } = draft;
  const shared = { name, atEnd, serviceIds: [serviceId], until: null };
  if (draft.kind === 'once') {
    const instant = (wall: string) => fromWallTime(wall, zone)?.toISOString() ?? wall;
    return {
      ...shared,
      start: instant(draft.start),
      end: instant(draft.end),
      recurrence: null,
      durationSeconds: null,
      timeZone: null,
    };
  }
  return {
    ...shared,
    start: `${firstDay(draft.days, now, zone)}T${draft.at}`,
    end: null,
    recurrence: `FREQ=WEEKLY;BYDAY=${draft.days.join(',')}`,
    durationSeconds: draft.durationSeconds,
    timeZone: zone,
  };
}

/** The next of these days, today included: `2026-03-01`. */
function firstDay(days: readonly Weekday[], now: Date, zone: string): string {
  const today = toWallTime(now, zone).slice(0, 10);
  const noon = Date.parse(`${today}T12:00Z`);
  for (let ahead = 0; ahead < 7; ahead += 1) {
    const day = new Date(noon + ahead * DAY_MS);
    const weekday = WEEKDAYS[(day.getUTCDay() + 6) % 7];
    if (weekday !== undefined && days.includes(weekday)) return day.toISOString().slice(0, 10);
  }
  return today;
}
