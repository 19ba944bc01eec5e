export const texts = {
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
} as const;
