import { z } from 'zod';
import { pageSchema } from '../../platform/http/pagination.js';
import { utcTimeSchema } from '../../platform/http/times.js';
import { roleSchema } from '../role.js';

/** Of UTF-16 units: the longest password there can be has 1024 characters of two. */
const LONGEST_ATTEMPT = 2048;

/** What an attempt may hold is wide: whether it fits is for the account to say, in one and the same way. */
export const attemptedPassword = z.string().min(1, 'must not be empty').max(LONGEST_ATTEMPT);

export const signInSchema = z
  .strictObject({ email: z.string().min(1, 'must not be empty').max(254), password: attemptedPassword })
  .meta({ id: 'SignIn' });
export type SignInInput = z.output<typeof signInSchema>;

export const confirmationSchema = z
  .strictObject({ password: attemptedPassword })
  .meta({ id: 'Confirmation' });
export type Confirmation = z.output<typeof confirmationSchema>;

/** A person who has just signed in; the secret of the session is in the cookie only. */
export const signedInSchema = z
  .object({
    sessionId: z.string(),
    expiresAt: utcTimeSchema.describe('When the session ends, however much it is used'),
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      timeZone: z.string(),
      role: roleSchema,
    }),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.output<typeof signedInSchema>;

export const sessionSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    createdAt: utcTimeSchema,
    lastSeenAt: utcTimeSchema.describe('To the minute'),
    expiresAt: utcTimeSchema,
    sourceAddress: z.string(),
    userAgent: z.string(),
    isThis: z.boolean().describe('Whether the request came with this session'),
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof sessionSchema>;
export const sessionPageSchema = pageSchema(sessionSchema).meta({ id: 'SessionPage' });
