export const texts = {
  title: 'My on-call',
  sections: 'Parts of my on-call',
  shifts: 'Shifts',
  swaps: 'Swaps',
  absences: 'Absences',
  contact: 'Contact',
  rules: 'Paging rules',
  notices: 'Notices',
  account: 'Account',

  close: 'Close',
  more: 'Show more',
} as const;
