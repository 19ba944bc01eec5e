import { z } from 'zod';
import { passwordSchema } from '../../access/passwords/password-schema.js';
import { linkSecretSchema } from '../account-links/link-schema.js';
import { emailAddressSchema } from '../user-schema.js';

export const passwordResetRequestSchema = z
  .strictObject({ email: emailAddressSchema })
  .meta({ id: 'PasswordResetRequest' });
export type PasswordResetRequest = z.output<typeof passwordResetRequestSchema>;

/** The same words to everybody, so that nobody learns whose address is known here. */
export const RESET_TOLD =
  'If somebody here has this e-mail address and a password, a mail with a link is on its way. It is good for 30 minutes.';

export const passwordResetTakenSchema = z.object({ detail: z.string() }).meta({ id: 'PasswordResetTaken' });
export type PasswordResetTaken = z.output<typeof passwordResetTakenSchema>;

export const completionSchema = z
  .strictObject({ secret: linkSecretSchema, password: passwordSchema })
  .meta({ id: 'PasswordResetCompletion' });
export type Completion = z.output<typeof completionSchema>;

/** The same as the form behind the link sends it. */
export const completionFormSchema = completionSchema.omit({ secret: true });
