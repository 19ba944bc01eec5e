import { z } from 'zod';
import type { IncidentView } from '../../incidents/incident.schema.js';
import { idSchema } from '../../platform/http/id-schema.js';
import { nameSchema } from '../../platform/http/name-schema.js';
import { pageQuerySchema, pageSchema } from '../../platform/http/pagination.js';
import { utcTimeSchema } from '../../platform/http/times.js';
import { outboundUrlSchema } from '../../platform/outbound/outbound-url.js';

/** What a webhook can be told of: kinds of the timeline, as docs/timeline.md has them. */
export const WEBHOOK_EVENTS = [
  'incident.triggered',
  'incident.acknowledged',
  'incident.resolved',
  'incident.escalated',
  'incident.snoozed',
  'incident.woke',
  'incident.reassigned',
  'incident.merged',
  'incident.changed',
  'incident.severity-raised',
  'incident.urgency-raised',
  'acknowledgement.timed-out',
  'alert.grouped',
  'note.added',
  'responder.requested',
  'responder.answered',
  'step.started',
  'escalation.handed-off',
  'escalation.exhausted',
  'escalation.unanswered',
  'attempt.delivered',
  'attempt.failed',
] as const;
const eventSchema = z.enum(WEBHOOK_EVENTS);

const MOST_SERVICES = 1_000;
const eventsSchema = z
  .array(eventSchema)
  .min(1, 'must name at least one event')
  .refine((events) => new Set(events).size === events.length, 'must name each event once');
const serviceIdsSchema = z
  .array(idSchema)
  .min(1, 'must name at least one service; leave it out for all')
  .max(MOST_SERVICES)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each service once');

export const createWebhookSchema = z
  .strictObject({
    name: nameSchema,
    url: outboundUrlSchema,
    events: eventsSchema,
    serviceIds: serviceIdsSchema
      .optional()
      .describe('Only incidents of these services; all where it is left out'),
  })
  .meta({ id: 'CreateWebhook' });
export type CreateWebhook = z.output<typeof createWebhookSchema>;

export const updateWebhookSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: outboundUrlSchema.optional(),
    events: eventsSchema.optional(),
    serviceIds: serviceIdsSchema.nullable().optional().describe('null: all services'),
    paused: z.boolean().optional().describe('What happens while it is paused is not told later'),
  })
  .meta({ id: 'UpdateWebhook' });
export type UpdateWebhook = z.output<typeof updateWebhookSchema>;

export const webhookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    serviceIds: z.array(z.string()).nullable().describe('null: all services'),
    createdBy: z.string().describe('User id'),
    createdAt: utcTimeSchema,
    failingSince: utcTimeSchema.nullable().describe('From when on no delivery has succeeded'),
    pausedAt: utcTimeSchema.nullable(),
    pausedBecause: z.enum(['asked', 'failing']).nullable().describe('failing: for 24 hours'),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.output<typeof webhookSchema>;
export const webhookPageSchema = pageSchema(webhookSchema).meta({ id: 'WebhookPage' });

/** The only answer that holds the secret. */
export const createdWebhookSchema = webhookSchema
  .extend({ secret: z.string() })
  .meta({ id: 'CreatedWebhook' });
export type CreatedWebhook = z.output<typeof createdWebhookSchema>;

export const webhookSecretSchema = z
  .object({
    secret: z.string(),
    formerSecretUntil: utcTimeSchema.describe('Until then requests carry a signature by either'),
  })
  .meta({ id: 'WebhookSecret' });
export type WebhookSecret = z.output<typeof webhookSecretSchema>;

const deliveryStatusSchema = z.enum(['waiting', 'delivered', 'given-up']);

export const deliverySchema = z
  .object({
    id: z.string().describe('The id in the body: the same however often it is sent'),
    webhookId: z.string(),
    event: z.string(),
    occurredAt: utcTimeSchema,
    incidentId: z.string().nullable().describe('null: a ping'),
    status: deliveryStatusSchema,
    attempts: z.int(),
    lastAttemptAt: utcTimeSchema.nullable(),
    lastStatus: z.int().nullable().describe('What the receiver answered; nothing else of its answer is kept'),
    lastReason: z.string().nullable(),
    nextTryAt: utcTimeSchema.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryView = z.output<typeof deliverySchema>;
export const deliveryPageSchema = pageSchema(deliverySchema).meta({ id: 'WebhookDeliveryPage' });

export const deliveryQuerySchema = pageQuerySchema.extend({ status: deliveryStatusSchema.optional() });
export type DeliveryQuery = z.output<typeof deliveryQuerySchema>;

/** What is posted. `incident` is how it stands when this is sent, not when it happened; null for a ping. */
export interface WebhookBody {
  readonly id: string;
  readonly event: string;
  readonly occurredAt: string;
  readonly incident: IncidentView | null;
}
