import { z } from 'zod';
import { nameSchema } from '../../platform/http/name-schema.js';
import { timeZoneSchema } from '../../platform/http/times.js';
import { passwordSchema } from '../passwords/password-schema.js';

export const setUpStateSchema = z
  .object({ needed: z.boolean().describe('True while no admin can sign in') })
  .meta({ id: 'SetUpState' });
export type SetUpState = z.output<typeof setUpStateSchema>;

export const setUpSchema = z
  .strictObject({
    code: z.string().trim().min(1, 'must not be empty').max(100),
    name: nameSchema,
    email: z.email('is not an e-mail address').max(254),
    password: passwordSchema,
    timeZone: timeZoneSchema,
  })
  .meta({ id: 'SetUp' });
export type SetUpInput = z.output<typeof setUpSchema>;
