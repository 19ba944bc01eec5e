export const texts = {
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  close: 'Close',
} as const;
