import { z } from 'zod';
import { utcTimeSchema } from '../platform/http/times.js';

export const sentCodeSchema = z.object({ id: z.string(), expiresAt: utcTimeSchema }).meta({ id: 'SentCode' });
export type SentCode = z.output<typeof sentCodeSchema>;

export const verifySchema = z
  .strictObject({ code: z.string().regex(/^\d{6}$/, 'must have six digits') })
  .meta({ id: 'VerifyContactMethod' });
export type Verify = z.output<typeof verifySchema>;

export const verifiedSchema = z
  .object({ id: z.string(), verified: z.literal(true) })
  .meta({ id: 'VerifiedContactMethod' });
export type Verified = z.output<typeof verifiedSchema>;
