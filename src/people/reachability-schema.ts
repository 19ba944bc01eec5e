import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';

export const reachabilitySchema = z
  .object({
    userId: z.string(),
    phoneVerified: z
      .boolean()
      .describe('Whether a phone of theirs, for SMS or calls, is verified and in use'),
    methods: z.int().describe('How many contact methods of any type are verified and in use'),
  })
  .meta({ id: 'Reachability' });
export type Reachability = z.output<typeof reachabilitySchema>;
export const reachabilityPageSchema = pageSchema(reachabilitySchema).meta({ id: 'ReachabilityPage' });
