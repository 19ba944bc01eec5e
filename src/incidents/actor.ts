import { z } from 'zod';

/** Who did something to an incident: a person (and by which door), monitoring, or Rouse itself. */
export const actorSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('user'),
    userId: z.string(),
    via: z.enum(['api', 'sms', 'voice', 'web', 'link']),
  }),
  z.object({ type: z.literal('integration'), integrationId: z.string() }),
  z.object({ type: z.literal('system') }),
]);
export type Actor = z.output<typeof actorSchema>;

export const SYSTEM: Actor = { type: 'system' };
