/** What a timeline of shifts says. */
export const texts = {
  label: 'Timeline. Arrow keys go from shift to shift, Enter opens one.',
  list: 'Shifts, day by day',
  gap: (length: string) => `Nobody for ${length}`,
  gapShort: (length: string) => `gap ${length}`,
  away: (name: string) => `${name} is away`,
  line: (name: string, from: string, to: string, why: string) => `${name}, ${from} to ${to}. ${why}`,
  span: (from: string, to: string) => `${from} – ${to}`,
  forward: 'clocks go forward',
  back: 'clocks go back',
  dayHours: (hours: string) => `${hours} day`,
  today: 'Today',
  people: 'People',
  scheduleZone: (zone: string) => `Schedule’s time (${zone})`,
  ownZone: (zone: string) => `Your time (${zone})`,
  bothZones: (zone: string) => `Your time and the schedule’s (${zone})`,
} as const;
