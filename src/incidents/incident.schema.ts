import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { pageQuerySchema, pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { actorSchema } from './actor.js';
import { PRIORITIES } from './incident-store.js';
import { severitySchema } from './incoming-event.js';
import { RESPONDER_STATUSES } from './lifecycle/responder-lifecycle.js';

export const incidentStatusSchema = z.enum(['triggered', 'acknowledged', 'resolved']);
export const urgencySchema = z.enum(['high', 'low']);
export const prioritySchema = z.enum(PRIORITIES);

export const incidentSchema = z
  .object({
    id: z.string(),
    number: z.int().describe('Short and stable: what people say to one another'),
    title: z.string(),
    status: incidentStatusSchema,
    urgency: urgencySchema,
    severity: severitySchema,
    priority: prioritySchema.nullable().describe('P1 is the most important; null until somebody says it'),
    serviceId: z.string(),
    serviceName: z.string(),
    alertCount: z.int(),
    flapCount: z.int().describe('How often an alert that is held as one incident came; 0: none flaps'),
    noteCount: z.int(),
    assignedTo: z
      .array(z.string())
      .describe('User ids: who acknowledged it, else who has been paged in this round'),
    responders: z
      .array(z.object({ userId: z.string(), status: z.enum(RESPONDER_STATUSES) }))
      .describe('Who was asked to help, each with their last answer'),
    createdAt: utcTimeSchema,
    acknowledgedAt: utcTimeSchema.nullable(),
    acknowledgedBy: z.string().nullable().describe('User id'),
    snoozedUntil: utcTimeSchema.nullable().describe('Silent until then; then it is triggered again'),
    wakesAt: utcTimeSchema
      .nullable()
      .describe(
        'When it is triggered again: at the end of the snooze, or of an acknowledgement with no sign of life',
      ),
    resolvedAt: utcTimeSchema.nullable(),
    resolvedBy: z.string().nullable().describe('User id; null when the source resolved it'),
    mergedInto: z.string().nullable().describe('The incident that has its alerts now'),
    escalatesAt: utcTimeSchema.nullable().describe('When the next step begins if nobody acts'),
  })
  .meta({ id: 'Incident' });
export type IncidentView = z.output<typeof incidentSchema>;

export const incidentPageSchema = pageSchema(incidentSchema).meta({ id: 'IncidentPage' });

/** One of these, or several with commas. */
const several = <Values extends z.ZodType<string, string>>(values: Values, what: string) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(values))
    .optional()
    .describe(`One ${what}, or several with commas`);

export const incidentQuerySchema = pageQuerySchema.extend({
  status: several(incidentStatusSchema, 'status'),
  urgency: several(urgencySchema, 'urgency'),
  priority: several(prioritySchema, 'priority'),
  serviceId: idSchema.optional(),
  assignedTo: idSchema.optional().describe('A user id'),
});
export type IncidentQuery = z.output<typeof incidentQuerySchema>;

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

/** What somebody said in the incident's channel. */
export const noteSchema = z
  .object({ id: z.string(), at: utcTimeSchema, actor: actorSchema, text: z.string() })
  .meta({ id: 'Note' });
export type NoteView = z.output<typeof noteSchema>;
export const notePageSchema = pageSchema(noteSchema).meta({ id: 'NotePage' });
