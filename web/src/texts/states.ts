export const texts = {
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  close: 'Close',
  noZone: 'No zone of that name',
} as const;
