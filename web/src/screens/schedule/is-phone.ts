import { useMediaQuery } from '@mantine/hooks';

/** Whether there is the room of a phone, known from the first drawing on. */
export const useIsPhone = (): boolean =>
  useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
