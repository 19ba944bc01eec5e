export const texts = {
  add: 'I am away',
  addDetail:
    'Your shifts in that time go to whoever is next, where the schedule says so; else nobody covers them.',
  from: 'From',
  to: 'Until',
  wholeDays: 'Whole days',
  lastDay: 'Last day',
  firstDay: 'First day',
  reason: 'Why',
  reasonHint: 'Holiday',
  reasonDetail: 'Only you and admins see it.',
  inZone: (zone: string) => `On the clock of ${zone}.`,
  save: 'Save',
  endsBeforeStart: 'must be after the start',

  upcoming: 'When you are away',
  none: 'You have entered no absence.',
  running: 'Away now',
  takeBack: 'Take back',
  endNow: 'Be back now',
  label: (button: string, span: string) => `${button}: ${span}`,
  takenBack: 'Taken back. Your turns are yours again.',
  endedNow: 'Welcome back. Your turns are yours again from now on.',

  hits: (count: number) =>
    count === 0
      ? 'Saved. No shift of yours falls into that time.'
      : count === 1
        ? 'Saved. One shift of yours falls into that time:'
        : `Saved. ${String(count)} shifts of yours fall into that time:`,
  covered: (name: string) => `${name} covers`,
  nobody: 'Nobody covers',
  still: 'Still yours, by an override. Give it away if you cannot.',
  give: 'Give away',
  giveLabel: (what: string) => `Give away ${what}`,
  offer: 'See who is on call then',
  offerDetail: 'Look whether that is right, and ask somebody where nobody covers.',
  partly: 'Partly covered',
} as const;
