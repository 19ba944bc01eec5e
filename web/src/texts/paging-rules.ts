const minutes = (seconds: number): string => {
  if (seconds === 0) return 'at once';
  if (seconds < 60) return `after ${String(seconds)} s`;
  const whole = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (seconds < 3600)
    return rest === 0 ? `after ${String(whole)} min` : `after ${String(whole)} min ${String(rest)} s`;
  const hours = Math.floor(seconds / 3600);
  const left = Math.floor((seconds % 3600) / 60);
  return left === 0 ? `after ${String(hours)} h` : `after ${String(hours)} h ${String(left)} min`;
};

export const texts = {
  urgencies: { high: 'High urgency', low: 'Low urgency' },
  which: 'Which pages',
  about: {
    high: 'What must be looked at now. It never waits, whatever the hour.',
    low: 'What can wait for the morning, if you say when your morning is.',
  },
  defaults:
    'No rules: every verified method is used. Messages at once; calls two minutes later, or at once where there are only calls.',
  ownRules: 'Make my own rules',
  backToDefaults: 'Back to the defaults',
  rule: (place: number) => `Rule ${String(place)}`,
  how: 'How',
  when: 'When',
  add: 'Add a rule',
  remove: (place: number) => `Remove rule ${String(place)}`,
  copyToLow: 'Use the same for low urgency',
  copyToHigh: 'Use the same for high urgency',
  unverified: 'Not verified: this rule is left out until it is.',
  off: 'Turned off: this rule is left out until it is on again.',
  verifyIt: 'Verify it',
  noMethods: 'There is nothing to page you on yet',
  noMethodsDetail: 'Add a phone first; then say here when it is used.',
  toContact: 'Add a phone',
  save: 'Save the rules',
  saved: 'Saved. The next page goes by these rules.',
  discard: 'Discard the changes',
  unsaved: 'Not saved yet. The sketch shows what your draft would do.',
  after: minutes,

  sketch: 'If you are paged now and do not answer',
  sketchNight: 'If you are paged at 3 in the morning and do not answer',
  moment: 'When',
  now: 'Now',
  night: 'At 3:00 at night',
  sketchNobody:
    'Nothing happens: no verified method is left. The page goes on to the next in the policy at once.',
  paged: 'You are paged',
  sketchEnd: 'After the last, the policy goes on without you.',
  waits: 'Waits until you are awake',
  byDefaults: 'By the defaults, since no rule can be used.',
  actions: { sms: 'SMS to', voice: 'Call to', email: 'Mail to', webhook: 'Post to' },

  waking: 'Waking hours',
  wakingDetail: 'Pages of low urgency wait until you are awake. High urgency never waits.',
  wakingOn: 'Low urgency waits while I sleep',
  from: 'Awake from',
  to: 'Until',
  days: 'On',
  zone: (zone: string) => `On the clock of ${zone}, your zone.`,
  weekdays: { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' },
} as const;
