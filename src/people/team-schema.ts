import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';

export const teamRoleSchema = z.enum(['manager', 'member']);

export const teamInputSchema = z
  .strictObject({
    name: nameSchema,
    members: z
      .array(z.strictObject({ userId: idSchema, role: teamRoleSchema }))
      .max(500, 'must not have more than 500 entries')
      .superRefine((members, context) => {
        members.forEach(({ userId }, index) => {
          if (members.findIndex((other) => other.userId === userId) < index) {
            context.addIssue({ code: 'custom', path: [index, 'userId'], message: 'is in the list twice' });
          }
        });
      }),
  })
  .meta({ id: 'TeamInput' });
export type TeamInput = z.output<typeof teamInputSchema>;

export const teamSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    members: z.array(z.object({ userId: z.string(), role: teamRoleSchema })),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Team' });
export type Team = z.output<typeof teamSchema>;
export const teamPageSchema = pageSchema(teamSchema).meta({ id: 'TeamPage' });
