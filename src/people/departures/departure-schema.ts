import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { utcTimeSchema } from '../../platform/http/times.js';

const stretchSchema = z.object({ start: utcTimeSchema, end: utcTimeSchema });

const scheduleDepartureSchema = z.object({
  id: z.string(),
  name: z.string(),
  gaps: z
    .array(stretchSchema)
    .describe('Times that somebody covers now and nobody would, in the next 90 days'),
  changes: z
    .array(stretchSchema.extend({ before: z.string().nullable(), after: z.string().nullable() }))
    .describe('Times that somebody else would have, in the next 90 days; null is nobody'),
});

const overrideDepartureSchema = stretchSchema.extend({ id: z.string(), scheduleId: z.string() });

const swapDepartureSchema = stretchSchema.extend({
  id: z.string(),
  scheduleId: z.string(),
  kind: z.enum(['swap', 'cover', 'open']),
});

const policyDepartureSchema = z.object({
  id: z.string(),
  name: z.string(),
  steps: z.array(
    z.object({
      step: z.int().describe('Counted from 1'),
      targetsLeft: z.int().describe('0: the step goes, too'),
    }),
  ),
  lastResort: z.boolean().describe('Whether they are a last resort of it'),
});

/** What the rooms find that somebody's leaving touches. */
const findingsSchema = z.object({
  schedules: z.array(scheduleDepartureSchema),
  overrides: z
    .array(overrideDepartureSchema)
    .describe('Running or to come; with a successor, theirs from now on'),
  swaps: z.array(swapDepartureSchema).describe('Requests that nobody has answered yet; they end'),
  policies: z.array(policyDepartureSchema),
  incidents: z
    .array(z.object({ id: z.string(), number: z.int(), title: z.string() }))
    .describe('Open ones that are assigned to them; they stay open'),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['manager', 'member']),
      managersLeft: z.int(),
    }),
  ),
  obstacles: z.array(z.string()).describe('Why it cannot be done so, in words; none where it can'),
});
export type DepartureFindings = z.output<typeof findingsSchema>;

export const departureSchema = findingsSchema
  .extend({ userId: z.string(), successorId: z.string().nullable() })
  .meta({ id: 'Departure' });
export type Departure = z.output<typeof departureSchema>;

export const departureQuerySchema = z.strictObject({ successorId: idSchema.optional() });
export type DepartureQuery = z.output<typeof departureQuerySchema>;

export const departureInputSchema = z
  .strictObject({
    successorId: idSchema.nullable().default(null).describe('Who takes their place; null: nobody'),
    acceptGaps: z.boolean().default(false).describe('Whether times may be left that nobody covers'),
  })
  .meta({ id: 'DepartureInput' });
export type DepartureInput = z.output<typeof departureInputSchema>;
