import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { severitySchema } from './incoming-event.js';

const linkSchema = z.object({ href: z.string(), text: z.string().nullable() });

/** One deduplicated problem that monitoring told of. */
export const alertSchema = z
  .object({
    id: z.string(),
    serviceId: z.string(),
    integrationId: z.string().nullable(),
    dedupKey: z.string(),
    status: z.enum(['triggered', 'acknowledged', 'resolved']),
    severity: severitySchema,
    summary: z.string(),
    source: z.string().nullable().describe('The machine or system that it happened on'),
    details: z.record(z.string(), z.unknown()).describe('What monitoring sent beside the summary'),
    links: z.array(linkSchema),
    eventCount: z.int(),
    createdAt: utcTimeSchema,
    lastEventAt: utcTimeSchema,
    resolvedAt: utcTimeSchema.nullable(),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.output<typeof alertSchema>;
export const alertPageSchema = pageSchema(alertSchema).meta({ id: 'AlertPage' });

const sentLinks = z.looseObject({
  links: z.array(z.looseObject({ href: z.string(), text: z.string().nullish() })),
});

/** The links among what monitoring sent; their addresses were checked when they came in. */
export function linksOf(details: Readonly<Record<string, unknown>>): AlertView['links'] {
  const sent = sentLinks.safeParse(details);
  return sent.success ? sent.data.links.map(({ href, text }) => ({ href, text: text ?? null })) : [];
}
