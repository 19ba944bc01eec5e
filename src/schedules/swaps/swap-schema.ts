import { z } from 'zod';
import { idSchema } from '../../platform/http/id-schema.js';
import { pageQuerySchema, pageSchema } from '../../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../../platform/http/times.js';
import { DAY } from '../rendering/wall-clock.js';
import { SWAP_KINDS, SWAP_STATUSES } from './swap-lifecycle.js';

const LONGEST_DAYS = 366;

const stretchInputSchema = z
  .strictObject({ start: instantSchema, end: instantSchema })
  .superRefine(({ start, end }, context) => {
    const days = (end.getTime() - start.getTime()) / DAY;
    if (days <= 0) context.addIssue({ code: 'custom', path: ['end'], message: 'must be after the start' });
    if (days > LONGEST_DAYS) {
      context.addIssue({
        code: 'custom',
        path: ['end'],
        message: `must be at most ${LONGEST_DAYS} days after the start`,
      });
    }
  });

/**
 * A request by the one who gives: a swap (with `take`), a request to one person to cover (`withUserId`), or open to
 * the team.
 */
export const swapInputSchema = z
  .strictObject({
    give: stretchInputSchema,
    take: stretchInputSchema.nullable().default(null),
    withUserId: idSchema.nullable().default(null),
    message: z.string().trim().max(500, 'must have at most 500 characters').nullable().default(null),
  })
  .meta({ id: 'SwapInput' });
export type SwapInput = z.output<typeof swapInputSchema>;

/** `?status=`: only those that stand so. */
export const scheduleSwapsQuerySchema = pageQuerySchema.extend({ status: z.enum(SWAP_STATUSES).optional() });
export type ScheduleSwapsQuery = z.output<typeof scheduleSwapsQuerySchema>;

/** `?mine=true`: only those that the caller made, or is or was asked about. */
export const swapsQuerySchema = scheduleSwapsQuerySchema.extend({
  mine: z.enum(['true', 'false']).optional(),
});
export type SwapsQuery = z.output<typeof swapsQuerySchema>;

const stretchSchema = z.object({ start: utcTimeSchema, end: utcTimeSchema });

export const swapSchema = z
  .object({
    id: z.string(),
    scheduleId: z.string(),
    kind: z.enum(SWAP_KINDS),
    status: z.enum(SWAP_STATUSES),
    give: stretchSchema,
    take: stretchSchema.nullable(),
    fromUserId: z.string(),
    withUserId: z.string().nullable(),
    message: z.string().nullable(),
    acceptedBy: z.string().nullable(),
    answeredAt: utcTimeSchema.nullable(),
    /** Who has said no; of a request to the team these do not close it for the others. */
    declinedBy: z.array(z.string()),
    /** The overrides by which it took effect, as far as they stand. */
    overrideIds: z.array(z.string()),
    expiresAt: utcTimeSchema,
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Swap' });
export type SwapView = z.output<typeof swapSchema>;

export const swapPageSchema = pageSchema(swapSchema).meta({ id: 'SwapPage' });
