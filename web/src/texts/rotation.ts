/** Giving a token or a secret address a new secret. */
export const texts = {
  rotate: 'New secret',
  rotateOf: (name: string) => `New secret for ${name}`,
  title: (name: string) => `A new secret for ${name}`,
  why: 'The old one may stay good while you put the new one in place.',
  keepOld: 'The old one stays good for',
  keepOlds: {
    '0': 'no time: it opens nothing at once',
    '3600': 'an hour',
    '86400': 'a day',
    '604800': 'a week',
  },
} as const;
