import { z } from 'zod';
import { utcTimeSchema } from '../platform/http/times.js';
import { onCallSchema } from './on-call-view.js';

const openHoursSchema = z.object({
  start: utcTimeSchema,
  end: utcTimeSchema.nullable().describe('Null: open for as long as is looked ahead'),
  weekly: z
    .boolean()
    .describe('The next of those that come back every week, such as the nights of office hours'),
});

export const ownScheduleSchema = onCallSchema
  .extend({
    teamId: z.string().nullable(),
    teamName: z.string().nullable(),
    timeZone: z.string(),
    gaps: z.array(openHoursSchema).describe('What nobody covers within the next 14 days'),
  })
  .meta({ id: 'OwnSchedule' });
export type OwnScheduleView = z.output<typeof ownScheduleSchema>;

export const ownSchedulesSchema = z
  .object({ items: z.array(ownScheduleSchema) })
  .meta({ id: 'OwnSchedules' });
export type OwnSchedulesView = z.output<typeof ownSchedulesSchema>;
