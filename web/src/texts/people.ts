export const texts = {
  somebody: 'Somebody',
} as const;
