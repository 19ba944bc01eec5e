import { z } from 'zod';
import { OLD_SECRET, oldSecretSchema } from '../access/secret-rotation.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { INTEGRATION_TYPES } from './integration-type.js';

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
    prefix: z
      .string()
      .nullable()
      .describe('The first characters of the key, for recognition; null where they were not kept'),
    createdAt: utcTimeSchema,
    lastUsedAt: utcTimeSchema.nullable().describe('When the key last let something in, exact to a minute'),
    old: oldSecretSchema.nullable().describe('The key before this one, while it still opens'),
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.output<typeof integrationSchema>;

export const integrationPageSchema = pageSchema(integrationSchema).meta({ id: 'IntegrationPage' });

/** As it is told once, to the one who makes it or renews its key: with the key. */
export const createdIntegrationSchema = z
  .object({ ...integrationSchema.shape, key: z.string(), url: z.string() })
  .meta({ id: 'CreatedIntegration' });
export type CreatedIntegration = z.output<typeof createdIntegrationSchema>;

/** An integration as it is stored. */
export interface IntegrationRow extends Omit<IntegrationView, 'createdAt' | 'lastUsedAt'> {
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly secretNumber: number;
}

/** An SQL expression: the columns of an `IntegrationRow`. */
export const INTEGRATION_COLUMNS = `id, service_id AS "serviceId", type, name, prefix, created_at AS "createdAt",
  last_used_at AS "lastUsedAt", secret_number AS "secretNumber", ${OLD_SECRET} AS old`;

export function toIntegrationView(row: IntegrationRow): IntegrationView {
  const { id, serviceId, type, name, prefix, createdAt, lastUsedAt, old } = row;
  return {
    ...{ id, serviceId, type, name, prefix, old },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
