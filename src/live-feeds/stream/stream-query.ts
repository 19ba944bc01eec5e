import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { parsePosition } from '../changes/change-position.js';
import { STREAM_TOPICS } from './stream-event.js';

export const streamQuerySchema = z.strictObject({
  kinds: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(STREAM_TOPICS)))
    .default([...STREAM_TOPICS])
    .describe('incident, page, schedule: one of them, or several with commas'),
  incidentId: idSchema.optional().describe('Only this incident and its pages'),
  lastEventId: z
    .string()
    .refine((text) => parsePosition(text) !== null, 'is not an id that this stream gave')
    .optional()
    .describe('Where to go on from; the header Last-Event-ID comes first'),
});
export type StreamQuery = z.output<typeof streamQuerySchema>;
