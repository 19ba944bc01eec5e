import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';

export const auditLogEntrySchema = z
  .object({
    id: z.string(),
    at: utcTimeSchema,
    actorUserId: z.string().nullable(),
    actor: z.string(),
    action: z.string(),
    objectType: z.string(),
    objectId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    sourceAddress: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditLogEntry' });
export type AuditLogEntry = z.output<typeof auditLogEntrySchema>;
export const auditLogEntryPageSchema = pageSchema(auditLogEntrySchema).meta({ id: 'AuditLogPage' });

/** The log counts its entries, so its cursor is a number rather than an id. */
export const auditLogQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a cursor that a list gave')
    .optional(),
  objectType: z.string().max(100).optional(),
  objectId: z.string().max(100).optional(),
});
export type AuditLogQuery = z.output<typeof auditLogQuerySchema>;
