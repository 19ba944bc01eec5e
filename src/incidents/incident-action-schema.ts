import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import type { Reassignment } from './incident-actions.js';
import { prioritySchema, urgencySchema } from './incident.schema.js';

const ONE_MINUTE = 60;
const ONE_WEEK = 604_800;
/** The longest title: that of an event's summary. */
const LONGEST_TITLE = 1024;

export const snoozeSchema = z
  .strictObject({
    seconds: z
      .int('must be a whole number of seconds')
      .min(ONE_MINUTE, 'must be at least 60 seconds')
      .max(ONE_WEEK, 'must be at most 604800 seconds, a week'),
  })
  .meta({ id: 'Snooze' });
export type Snooze = z.output<typeof snoozeSchema>;

/** To people, or to another policy: one of the two. */
export const reassignSchema = z
  .strictObject({
    userIds: z
      .array(idSchema)
      .min(1, 'must name at least one person')
      .max(20, 'may name at most 20 people')
      .superRefine((userIds, context) => {
        userIds.forEach((id, place) => {
          if (userIds.indexOf(id) < place)
            context.addIssue({ code: 'custom', path: [place], message: 'is named already' });
        });
      })
      .optional(),
    escalationPolicyId: idSchema.optional(),
  })
  .transform(({ userIds, escalationPolicyId }, context): Reassignment => {
    if (userIds !== undefined && escalationPolicyId === undefined) return { userIds };
    if (userIds === undefined && escalationPolicyId !== undefined) return { escalationPolicyId };
    context.addIssue({
      code: 'custom',
      path: [userIds === undefined ? 'userIds' : 'escalationPolicyId'],
      message:
        userIds === undefined
          ? 'must say to whom, or escalationPolicyId by which policy'
          : 'cannot be given beside userIds',
    });
    return z.NEVER;
  })
  .meta({ id: 'Reassignment' });

export const mergeSchema = z.strictObject({ into: idSchema }).meta({ id: 'Merge' });
export type Merge = z.output<typeof mergeSchema>;

export const noteInputSchema = z
  .strictObject({
    text: z.string().trim().min(1, 'must not be empty').max(5000, 'may have at most 5000 characters'),
  })
  .meta({ id: 'NoteInput' });
export type NoteInput = z.output<typeof noteInputSchema>;

export const incidentChangeSchema = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(LONGEST_TITLE, `may have at most ${LONGEST_TITLE} characters`)
      .exactOptional(),
    priority: prioritySchema.nullable().exactOptional(),
    urgency: urgencySchema.exactOptional(),
  })
  .meta({ id: 'IncidentChange' });
