import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { pageSchema } from '../../platform/http/pagination.js';
import { instantSchema } from '../../platform/http/times.js';
import { tokenFactsSchema, tokenNameSchema, tokenScopesSchema } from '../api-token-schema.js';
import { roleSchema } from '../role.js';

const MOST_TEAMS = 100;

export const createServiceTokenSchema = z
  .strictObject({
    name: tokenNameSchema,
    role: roleSchema,
    scopes: tokenScopesSchema.optional(),
    teams: z
      .array(z.strictObject({ teamId: idSchema, role: z.enum(['manager', 'member']) }))
      .max(MOST_TEAMS)
      .refine(
        (teams) => new Set(teams.map(({ teamId }) => teamId)).size === teams.length,
        'names a team twice',
      )
      .default([])
      .describe(
        'Whose things it may change as a manager or member of the team would; nobody pages it for them',
      ),
    expiresAt: instantSchema.optional(),
  })
  .meta({ id: 'CreateServiceToken' });
export type CreateServiceToken = z.output<typeof createServiceTokenSchema>;

export const serviceTokenSchema = z
  .object({
    id: z.string().describe('Of the account too: timelines and the audit log name it by this id'),
    name: z.string(),
    role: roleSchema,
    teams: z.array(z.object({ teamId: z.string(), role: z.enum(['manager', 'member']) })),
    ...tokenFactsSchema.shape,
  })
  .meta({ id: 'ServiceToken' });
export type ServiceToken = z.output<typeof serviceTokenSchema>;
export const serviceTokenPageSchema = pageSchema(serviceTokenSchema).meta({ id: 'ServiceTokenPage' });

/** The answers that hold the token itself: to who makes it, and to who renews it. */
export const newServiceTokenSchema = serviceTokenSchema
  .extend({ token: z.string() })
  .meta({ id: 'NewServiceToken' });
export type NewServiceToken = z.output<typeof newServiceTokenSchema>;
