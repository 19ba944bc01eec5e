import { z } from 'zod';
import { utcTimeSchema } from '../../platform/http/times.js';

export const testPageSchema = z.object({ id: z.string(), expiresAt: utcTimeSchema }).meta({ id: 'TestPage' });
export type TestPage = z.output<typeof testPageSchema>;

export const contactTestSchema = z
  .object({
    id: z.string(),
    contactMethodId: z.string(),
    status: z
      .enum(['sending', 'sent', 'failed', 'answered', 'expired'])
      .describe('`sent`: the provider took it. `answered`: it came back, so the method is proven'),
    error: z.string().nullable(),
    createdAt: utcTimeSchema,
    expiresAt: utcTimeSchema,
    answeredAt: utcTimeSchema.nullable(),
    answeredBy: z.enum(['sms', 'api']).nullable(),
  })
  .meta({ id: 'ContactTest' });
export type ContactTest = z.output<typeof contactTestSchema>;

export const testAnswerSchema = z
  .strictObject({ code: z.string().regex(/^\d{4}$/, 'must have four digits') })
  .meta({ id: 'TestAnswer' });
export type TestAnswer = z.output<typeof testAnswerSchema>;
