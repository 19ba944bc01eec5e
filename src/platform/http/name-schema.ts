import { z } from 'zod';

/** What people call a thing: some text on one line's length, without blanks around it. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters');
