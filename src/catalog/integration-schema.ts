import { z } from 'zod';
import { nameSchema } from '../platform/http/name-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { INTEGRATION_TYPES, type IntegrationEntity } from './integration.entity.js';

const typeSchema = z.enum(INTEGRATION_TYPES);

export const createIntegrationSchema = z
  .strictObject({ type: typeSchema, name: nameSchema })
  .meta({ id: 'CreateIntegration' });
export type CreateIntegration = z.output<typeof createIntegrationSchema>;

export const integrationSchema = z
  .object({
    id: z.string(),
    serviceId: z.string(),
    type: typeSchema,
    name: z.string(),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.output<typeof integrationSchema>;

export const integrationPageSchema = pageSchema(integrationSchema).meta({ id: 'IntegrationPage' });

/** As it is told once, to the one who makes it: with its key. */
export const createdIntegrationSchema = z
  .object({ ...integrationSchema.shape, key: z.string(), url: z.string() })
  .meta({ id: 'CreatedIntegration' });
export type CreatedIntegration = z.output<typeof createdIntegrationSchema>;

export function toIntegrationView(integration: IntegrationEntity): IntegrationView {
  const { id, serviceId, type, name, createdAt } = integration;
  return { id, serviceId, type, name, createdAt: createdAt.toISOString() };
}
