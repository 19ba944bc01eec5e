import { z } from 'zod';
import { passwordSchema } from '../../access/passwords/password-schema.js';
import { roleSchema } from '../../access/role.js';
import { idSchema } from '../../platform/http/id-schema.js';
import { nameSchema } from '../../platform/http/name-schema.js';
import { pageSchema } from '../../platform/http/pagination.js';
import { timeZoneSchema, utcTimeSchema } from '../../platform/http/times.js';
import { linkSecretSchema, mailedSchema, sentLinkSchema } from '../account-links/link-schema.js';
import { teamRoleSchema } from '../team-schema.js';
import { emailAddressSchema } from '../user-schema.js';

export const inviteSchema = z
  .strictObject({
    email: emailAddressSchema,
    name: nameSchema,
    role: roleSchema,
    timeZone: timeZoneSchema.default('UTC').describe('They can choose another when they accept'),
    teams: z
      .array(z.strictObject({ teamId: idSchema, role: teamRoleSchema }))
      .max(50, 'must not have more than 50 entries')
      .refine(
        (teams) => new Set(teams.map(({ teamId }) => teamId)).size === teams.length,
        'names a team twice',
      )
      .default([]),
  })
  .meta({ id: 'Invite' });
export type Invite = z.output<typeof inviteSchema>;

/** An invitation that was made or renewed just now; its address is told this once. */
export const sentInvitationSchema = sentLinkSchema
  .extend({ id: z.string(), userId: z.string(), email: z.string() })
  .meta({ id: 'SentInvitation' });
export type SentInvitation = z.output<typeof sentInvitationSchema>;

export const openInvitationSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    invitedBy: z.string().nullable().describe('The id of the admin'),
    createdAt: utcTimeSchema,
    expiresAt: utcTimeSchema.describe('Past it the link is dead until it is renewed'),
    mailed: mailedSchema,
  })
  .meta({ id: 'OpenInvitation' });
export type OpenInvitation = z.output<typeof openInvitationSchema>;
export const openInvitationPageSchema = pageSchema(openInvitationSchema).meta({ id: 'OpenInvitationPage' });

export const acceptanceSchema = z
  .strictObject({
    secret: linkSecretSchema,
    password: passwordSchema,
    name: nameSchema.optional(),
    timeZone: timeZoneSchema.optional(),
  })
  .meta({ id: 'InvitationAcceptance' });
export type Acceptance = z.output<typeof acceptanceSchema>;

/** The same as the form behind the link sends it. */
export const acceptanceFormSchema = acceptanceSchema.omit({ secret: true });
