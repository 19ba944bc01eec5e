export const texts = {
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  close: 'Close',
  cancel: 'Cancel',
  done: 'Done',
  noZone: 'No zone of that name',
} as const;
