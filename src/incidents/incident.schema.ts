import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { pageQuerySchema, pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { actorSchema } from './actor.js';
import { severitySchema } from './incoming-event.js';

export const incidentStatusSchema = z.enum(['triggered', 'acknowledged', 'resolved']);

export const incidentSchema = z
  .object({
    id: z.string(),
    number: z.int().describe('Short and stable: what people say to one another'),
    title: z.string(),
    status: incidentStatusSchema,
    urgency: z.enum(['high', 'low']),
    severity: severitySchema,
    serviceId: z.string(),
    serviceName: z.string(),
    alertCount: z.int(),
    assignedTo: z
      .array(z.string())
      .describe('User ids: who acknowledged it, else who has been paged in this round'),
    createdAt: utcTimeSchema,
    acknowledgedAt: utcTimeSchema.nullable(),
    acknowledgedBy: z.string().nullable().describe('User id'),
    resolvedAt: utcTimeSchema.nullable(),
    resolvedBy: z.string().nullable().describe('User id; null when the source resolved it'),
    escalatesAt: utcTimeSchema.nullable().describe('When the next step begins if nobody acts'),
  })
  .meta({ id: 'Incident' });
export type IncidentView = z.output<typeof incidentSchema>;

export const incidentPageSchema = pageSchema(incidentSchema).meta({ id: 'IncidentPage' });

export const incidentQuerySchema = pageQuerySchema.extend({
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(incidentStatusSchema))
    .optional()
    .describe('One status, or several with commas'),
  serviceId: idSchema.optional(),
});
export type IncidentQuery = z.output<typeof incidentQuerySchema>;

export const noteSchema = z.strictObject({ text: z.string().trim().min(1).max(5000) });

export const timelineQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a cursor that a list gave')
    .optional(),
});
export type TimelineQuery = z.output<typeof timelineQuerySchema>;

export const timelineEntrySchema = z
  .looseObject({
    at: utcTimeSchema,
    kind: z.string(),
    actor: actorSchema,
    reason: z.string().nullable(),
  })
  .meta({ id: 'TimelineEntry' });
export const timelinePageSchema = pageSchema(timelineEntrySchema).meta({ id: 'TimelinePage' });
export type TimelinePage = z.output<typeof timelinePageSchema>;
