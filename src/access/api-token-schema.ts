import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';
import { ADMIN_TOKEN_NAME } from './admin-token.js';
import { SCOPES, scopeSchema } from './scope.js';
import { oldSecretSchema } from './secret-rotation.js';

export const tokenNameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100)
  .refine((name) => name !== ADMIN_TOKEN_NAME, 'is kept for the token that the environment sets');

export const tokenScopesSchema = z
  .array(scopeSchema)
  .max(SCOPES.length)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice')
  .describe('What the token is limited to; absent: all that its holder may do');

export const createApiTokenSchema = z
  .strictObject({
    name: tokenNameSchema,
    expiresAt: instantSchema.optional(),
    scopes: tokenScopesSchema.optional(),
  })
  .meta({ id: 'CreateApiToken' });
export type CreateApiToken = z.output<typeof createApiTokenSchema>;

/** What every token tells of itself, whoever holds it. */
export const tokenFactsSchema = z.object({
  scopes: z.array(scopeSchema).nullable().describe('Null: all that its holder may do'),
  prefix: z
    .string()
    .nullable()
    .describe('The first characters of the secret, for recognition; null where they were not kept'),
  createdAt: utcTimeSchema,
  madeWith: z.string().nullable().describe('The token that asked for it; null where a person did, signed in'),
  expiresAt: utcTimeSchema.nullable(),
  lastUsedAt: utcTimeSchema.nullable().describe('Exact to a minute'),
  lastUsedFrom: z.string().nullable().describe('The address that it was last used from'),
  old: oldSecretSchema
    .extend({ lastUsedFrom: z.string().nullable() })
    .nullable()
    .meta({ id: 'OldTokenSecret' })
    .describe('The secret before this one, while it still opens'),
});
export type TokenFacts = z.output<typeof tokenFactsSchema>;

export const apiTokenSchema = z
  .object({ id: z.string(), userId: z.string(), name: z.string(), ...tokenFactsSchema.shape })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.output<typeof apiTokenSchema>;
export const apiTokenPageSchema = pageSchema(apiTokenSchema).meta({ id: 'ApiTokenPage' });

/** The answers that hold the token itself: to who makes it, and to who renews it. */
export const newApiTokenSchema = apiTokenSchema.extend({ token: z.string() }).meta({ id: 'NewApiToken' });
export type NewApiToken = z.output<typeof newApiTokenSchema>;
