import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

type BodySchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** zod and Nest's OpenAPI each have a type of their own for JSON Schema; what it is they agree on. */
const bodySchema = z.custom<BodySchema>((value) => typeof value === 'object' && value !== null);

/**
 * For `@ApiBody` on a route that reads its body itself (`readEventBody`): the OpenAPI form of what it reads, so that
 * the document says no less than for other routes.
 * @param example a body that can be pasted and tried
 */
export function eventBodySchema(
  schema: z.ZodType,
  example: Readonly<Record<string, unknown>>,
): ApiBodyOptions {
  const described = z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0' });
  return { schema: bodySchema.parse({ ...described, example }) };
}
