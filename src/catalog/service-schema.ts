import { z } from 'zod';
import { idSchema } from '../platform/http/id-schema.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { timeZoneSchema, utcTimeSchema } from '../platform/http/times.js';
import {
  flappingSchema,
  groupingSchema,
  NO_GROUPING,
  supportHoursSchema,
  USUAL_FLAPPING,
} from './service-rules.js';
import { SERVICE_URGENCIES, type ServiceEntity } from './service.entity.js';

const WEEK = 604_800;

const timeoutSchema = z
  .int('must be a whole number of seconds')
  .min(1, 'must be at least 1 second')
  .max(WEEK, 'must be at most 604800 seconds, a week')
  .nullable();

const fields = {
  name: nameSchema,
  teamId: idSchema.nullable(),
  escalationPolicyId: idSchema,
  /** Whose wall clock the hours of the service are read on. */
  timeZone: timeZoneSchema,
  urgency: z.enum(SERVICE_URGENCIES),
  /** Needed where the urgency is `support-hours`. */
  supportHours: supportHoursSchema.nullable(),
  grouping: groupingSchema,
  /** Null: every trigger after a resolve opens a new incident, however often. */
  flapping: flappingSchema.nullable(),
  /** How long an acknowledgement holds. */
  ackTimeoutSeconds: timeoutSchema,
  /** How long nothing may be heard of an incident before it counts as resolved. */
  autoResolveSeconds: timeoutSchema,
};

/** A service for `POST`. */
export const createServiceSchema = z
  .strictObject({
    ...fields,
    teamId: fields.teamId.default(null),
    timeZone: fields.timeZone.default('UTC'),
    supportHours: fields.supportHours.default(null),
    grouping: fields.grouping.default(NO_GROUPING),
    flapping: fields.flapping.default(USUAL_FLAPPING),
    ackTimeoutSeconds: fields.ackTimeoutSeconds.default(null),
    autoResolveSeconds: fields.autoResolveSeconds.default(null),
  })
  .meta({ id: 'CreateService' });
export type CreateService = z.output<typeof createServiceSchema>;

/** For `PATCH`: what is absent stays as it is. */
export const changeServiceSchema = z
  .strictObject({
    name: fields.name.exactOptional(),
    teamId: fields.teamId.exactOptional(),
    escalationPolicyId: fields.escalationPolicyId.exactOptional(),
    timeZone: fields.timeZone.exactOptional(),
    urgency: fields.urgency.exactOptional(),
    supportHours: fields.supportHours.exactOptional(),
    grouping: fields.grouping.exactOptional(),
    flapping: fields.flapping.exactOptional(),
    ackTimeoutSeconds: fields.ackTimeoutSeconds.exactOptional(),
    autoResolveSeconds: fields.autoResolveSeconds.exactOptional(),
  })
  .meta({ id: 'ChangeService' });
export type ChangeService = z.output<typeof changeServiceSchema>;

export const serviceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    teamId: z.string().nullable(),
    escalationPolicyId: z.string(),
    timeZone: z.string(),
    urgency: z.enum(SERVICE_URGENCIES),
    supportHours: supportHoursSchema.nullable(),
    grouping: groupingSchema,
    flapping: flappingSchema.nullable(),
    ackTimeoutSeconds: z.int().nullable(),
    autoResolveSeconds: z.int().nullable(),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Service' });
export type ServiceView = z.output<typeof serviceSchema>;

/** A service in a list, with what is known of its ways in. */
export const listedServiceSchema = z
  .object({
    ...serviceSchema.shape,
    integrationCount: z.int().describe('Ways in that are not revoked'),
    lastHeardAt: utcTimeSchema
      .nullable()
      .describe('When any of them last let something in, exact to a minute'),
  })
  .meta({ id: 'ListedService' });
export type ListedServiceView = z.output<typeof listedServiceSchema>;

export const servicePageSchema = pageSchema(listedServiceSchema).meta({ id: 'ServicePage' });

export function toServiceView({
  createdAt,
  supportBeginsAt: _deadline,
  ...service
}: ServiceEntity): ServiceView {
  return { ...service, createdAt: createdAt.toISOString() };
}

/** What a list says of the integrations of a service. */
export interface WaysIn {
  readonly integrationCount: number;
  readonly lastHeardAt: Date | null;
}

export function toListedServiceView(service: ServiceEntity, waysIn?: WaysIn): ListedServiceView {
  return {
    ...toServiceView(service),
    integrationCount: waysIn?.integrationCount ?? 0,
    lastHeardAt: waysIn?.lastHeardAt?.toISOString() ?? null,
  };
}
