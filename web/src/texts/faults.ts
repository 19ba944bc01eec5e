export const texts = {
  unreachable: 'Rouse cannot be reached',
  slow: 'Rouse did not answer in time',
  nothingLost:
    'No answer came, so what you see may be old, and what you just did may not be saved. Paging goes on without this page.',
  tryAgain: 'Try again',
  notFound: 'There is nothing here',
  notFoundDetail: 'It was removed, or the address is not complete.',
  notAllowed: 'This is not for you to see',
  broken: 'This screen broke',
  brokenDetail: 'Reload it. If it breaks again, the rest of Rouse still works.',
  reload: 'Reload',
} as const;
