import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../platform/http/times.js';

export const auditLogEntrySchema = z
  .object({
    id: z.string(),
    at: utcTimeSchema,
    actorUserId: z.string().nullable(),
    actorKind: z.enum(['person', 'service', 'system']).describe('system: Rouse itself'),
    actor: z.string().describe('The name at that time'),
    action: z.string(),
    objectType: z.string(),
    objectId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    sourceAddress: z.string().nullable(),
    requestId: z.string().nullable(),
    reason: z.string().nullable().describe('What the header Audit-Reason of the request said'),
  })
  .meta({ id: 'AuditLogEntry' });
export type AuditLogEntry = z.output<typeof auditLogEntrySchema>;
export const auditLogEntryPageSchema = pageSchema(auditLogEntrySchema).meta({ id: 'AuditLogPage' });

const noun = '[a-z0-9]+(?:-[a-z0-9]+)*';

const filters = {
  actor: z
    .union([z.literal('system'), idSchema])
    .optional()
    .describe('The id of a person or program; or system, for Rouse itself'),
  action: z
    .string()
    .max(100)
    .regex(
      new RegExp(`^${noun}\\.(?:${noun})?$`),
      'is not an action such as schedule.update, nor all of a kind such as schedule.',
    )
    .optional()
    .describe('One action (`schedule.update`), or all of a kind (`schedule.`)'),
  objectType: z.string().max(100).optional(),
  objectId: z.string().max(100).optional(),
  from: instantSchema.optional().describe('From this moment on'),
  to: instantSchema.optional().describe('Before this moment'),
  text: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200)
    .optional()
    .describe('Words that all stand in an entry; the last one may be the beginning of a word'),
};

/** The log counts its entries, so its cursor is a number rather than an id. */
export const auditLogQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a cursor that a list gave')
    .optional(),
  ...filters,
});
export type AuditLogQuery = z.output<typeof auditLogQuerySchema>;

export const auditLogExportQuerySchema = z.strictObject({ format: z.enum(['csv', 'jsonl']), ...filters });
export type AuditLogExportQuery = z.output<typeof auditLogExportQuerySchema>;

/** Which entries are asked for; all of them where nothing is said. */
export type AuditLogFilter = Omit<AuditLogExportQuery, 'format'>;
