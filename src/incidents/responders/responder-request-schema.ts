import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { pageSchema } from '../../platform/http/pagination.js';
import { utcTimeSchema } from '../../platform/http/times.js';
import { RESPONDER_STATUSES } from '../lifecycle/responder-lifecycle.js';
import type { AskedRequest, StoredRequest } from './responder-store.js';

/** "Help me": a person, or whoever is on call in a schedule; one of the two. */
export const responderRequestInputSchema = z
  .strictObject({
    userId: idSchema.nullable().default(null),
    scheduleId: idSchema.nullable().default(null),
    message: z.string().trim().max(500, 'may have at most 500 characters').nullable().default(null),
  })
  .superRefine(({ userId, scheduleId }, context) => {
    if (userId === null && scheduleId === null)
      context.addIssue({
        code: 'custom',
        path: ['userId'],
        message: 'must say who is asked, or scheduleId in which schedule',
      });
    if (userId !== null && scheduleId !== null)
      context.addIssue({ code: 'custom', path: ['scheduleId'], message: 'cannot be given beside userId' });
  })
  .meta({ id: 'ResponderRequestInput' });
export type ResponderRequestInput = z.output<typeof responderRequestInputSchema>;

export const responderRequestSchema = z
  .object({
    id: z.string(),
    incidentId: z.string(),
    userId: z
      .string()
      .nullable()
      .describe('Who is asked; null until whoever is on call in the schedule was found'),
    scheduleId: z.string().nullable(),
    requestedBy: z.string().describe('User id'),
    message: z.string().nullable(),
    status: z.enum(RESPONDER_STATUSES),
    answeredBy: z.string().nullable().describe('User id'),
    answeredAt: utcTimeSchema.nullable(),
    pagedAt: utcTimeSchema.nullable(),
    expiresAt: utcTimeSchema.nullable().describe('When it ends unanswered'),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'ResponderRequest' });
export type ResponderRequestView = z.output<typeof responderRequestSchema>;

export const responderRequestPageSchema = pageSchema(responderRequestSchema).meta({
  id: 'ResponderRequestPage',
});

export const askedRequestsSchema = z
  .object({
    items: z.array(
      responderRequestSchema
        .extend({ incidentNumber: z.int(), incidentTitle: z.string() })
        .meta({ id: 'AskedResponderRequest' }),
    ),
  })
  .meta({ id: 'AskedResponderRequests' });
export type AskedRequestsView = z.output<typeof askedRequestsSchema>;

export const toAskedRequestView = (request: AskedRequest): AskedRequestsView['items'][number] => ({
  ...toResponderRequestView(request),
  incidentNumber: request.incidentNumber,
  incidentTitle: request.incidentTitle,
});

export function toResponderRequestView(request: StoredRequest): ResponderRequestView {
  const { id, incidentId, userId, scheduleId, requestedBy, message, status, answeredBy } = request;
  return {
    id,
    incidentId,
    userId,
    scheduleId,
    requestedBy,
    message,
    status,
    answeredBy,
    answeredAt: request.answeredAt?.toISOString() ?? null,
    pagedAt: request.pagedAt?.toISOString() ?? null,
    expiresAt: request.expiresAt?.toISOString() ?? null,
    createdAt: request.createdAt.toISOString(),
  };
}
