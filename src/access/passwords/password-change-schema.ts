import { z } from 'zod';
import { passwordSchema } from './password-schema.js';

export const passwordChangeSchema = z
  .strictObject({
    currentPassword: z.string().min(1, 'must not be empty').max(1024),
    newPassword: passwordSchema,
  })
  .meta({ id: 'PasswordChange' });
export type PasswordChangeInput = z.output<typeof passwordChangeSchema>;
