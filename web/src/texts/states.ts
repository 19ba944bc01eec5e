export const texts = {
  loading: 'Loading',
  copy: 'Copy',
  copied: 'Copied',
} as const;
