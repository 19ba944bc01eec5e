import { z } from 'zod';
import { attemptedPassword } from '../sessions/session-schema.js';
import { passwordSchema } from './password-schema.js';

export const passwordChangeSchema = z
  .strictObject({
    currentPassword: attemptedPassword,
    newPassword: passwordSchema,
  })
  .meta({ id: 'PasswordChange' });
export type PasswordChangeInput = z.output<typeof passwordChangeSchema>;
