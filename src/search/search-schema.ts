import { z } from 'zod';
import { incidentStatusSchema } from '../incidents/incident.schema.js';

export const FOUND_KINDS = ['incident', 'schedule', 'service', 'policy', 'person', 'team'] as const;

/** `?text=`: part of a name or title; of incidents also the number, with `#` or without. */
export const searchQuerySchema = z.strictObject({ text: z.string().trim().min(1).max(100) });
export type SearchQuery = z.output<typeof searchQuerySchema>;

export const foundSchema = z
  .object({
    kind: z.enum(FOUND_KINDS),
    id: z.string(),
    name: z.string(),
    number: z.int().nullable().describe('Of an incident'),
    status: incidentStatusSchema.nullable().describe('Of an incident'),
  })
  .meta({ id: 'Found' });

export const searchResultSchema = z.object({ items: z.array(foundSchema) }).meta({ id: 'SearchResult' });
export type SearchResult = z.output<typeof searchResultSchema>;
