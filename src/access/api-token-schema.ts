import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';
import { ADMIN_TOKEN_NAME } from './admin-token.js';

export const createApiTokenSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(100)
      .refine((name) => name !== ADMIN_TOKEN_NAME, 'is kept for the token that the environment sets'),
    expiresAt: instantSchema.optional(),
  })
  .meta({ id: 'CreateApiToken' });
export type CreateApiToken = z.output<typeof createApiTokenSchema>;

export const apiTokenSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    createdAt: utcTimeSchema,
    expiresAt: utcTimeSchema.nullable(),
    lastUsedAt: utcTimeSchema.nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.output<typeof apiTokenSchema>;
export const apiTokenPageSchema = pageSchema(apiTokenSchema).meta({ id: 'ApiTokenPage' });

/** The only answer that holds the token itself. */
export const newApiTokenSchema = apiTokenSchema.extend({ token: z.string() }).meta({ id: 'NewApiToken' });
export type NewApiToken = z.output<typeof newApiTokenSchema>;
