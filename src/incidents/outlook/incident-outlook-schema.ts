import { z } from 'zod';
import { utcTimeSchema } from '../../platform/http/times.js';

export const incidentOutlookSchema = z
  .object({
    next: z
      .object({
        at: utcTimeSchema,
        userIds: z.array(z.string()),
        lastResort: z.boolean().describe('Every step is used up by then'),
      })
      .nullable()
      .describe(
        'Who is paged next, and when, if nobody acts; null while nobody pages: it is acknowledged, resolved or held, or nobody can be reached',
      ),
    onCall: z
      .array(
        z.object({
          scheduleId: z.string(),
          scheduleName: z.string(),
          userId: z.string(),
          until: utcTimeSchema.nullable().describe('Null: not within the next 35 days'),
        }),
      )
      .describe('Who is on call now in the schedules that its escalation pages'),
  })
  .meta({ id: 'IncidentOutlook' });
export type IncidentOutlookView = z.output<typeof incidentOutlookSchema>;
