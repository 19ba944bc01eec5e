export const texts = {
  title: 'Now',
} as const;
