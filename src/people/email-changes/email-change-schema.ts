import { z } from 'zod';
import { utcTimeSchema } from '../../platform/http/times.js';
import { emailAddressSchema } from '../user-schema.js';

export const emailChangeSchema = z.strictObject({ email: emailAddressSchema }).meta({ id: 'EmailChange' });
export type EmailChange = z.output<typeof emailChangeSchema>;

/** What the person's address is now, and which one counts once its link was followed. */
export const changedEmailSchema = z
  .object({
    email: z.string(),
    pending: z.object({ email: z.string(), expiresAt: utcTimeSchema }).nullable(),
  })
  .meta({ id: 'ChangedEmail' });
export type ChangedEmail = z.output<typeof changedEmailSchema>;
