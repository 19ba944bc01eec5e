export const texts = {
  unitOf: (label: string) => `${label}: unit`,
  units: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
} as const;
