import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../platform/http/pagination.js';
import { instantSchema, utcTimeSchema } from '../../platform/http/times.js';
import { DAY } from '../rendering/wall-clock.js';
import { userShiftSchema } from '../user-shifts.js';

const LONGEST_DAYS = 366;

/** A time somebody is away. */
export const absenceInputSchema = z
  .strictObject({
    start: instantSchema,
    end: instantSchema,
    reason: z.string().trim().max(500, 'must have at most 500 characters').nullable().default(null),
  })
  .superRefine(({ start, end }, context) => {
    const days = (end.getTime() - start.getTime()) / DAY;
    if (days <= 0) context.addIssue({ code: 'custom', path: ['end'], message: 'must be after the start' });
    if (days > LONGEST_DAYS) {
      const message = `must be at most ${LONGEST_DAYS} days after the start`;
      context.addIssue({ code: 'custom', path: ['end'], message });
    }
  })
  .meta({ id: 'AbsenceInput' });
export type AbsenceInput = z.output<typeof absenceInputSchema>;

/** `?from=&to=`: absences that touch the time between; all of them where neither is given. */
export const absencePageQuerySchema = pageQuerySchema
  .extend({ from: instantSchema.optional(), to: instantSchema.optional() })
  .superRefine(({ from, to }, context) => {
    if (from && to && to <= from) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from' });
    }
  });
export type AbsencePageQuery = z.output<typeof absencePageQuerySchema>;

export const absenceSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    start: utcTimeSchema,
    /** For one that was taken back while it ran: when that was. */
    end: utcTimeSchema,
    reason: z.string().nullable(),
    createdBy: z.string().nullable(),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'Absence' });
export type AbsenceView = z.output<typeof absenceSchema>;

export const absencePageSchema = pageSchema(absenceSchema).meta({ id: 'AbsencePage' });

/** An absence that was just made, with the person's shifts that it hits. */
export const madeAbsenceSchema = absenceSchema
  .extend({
    /**
     * What the person would have had without it, from now on. The layers find somebody else or leave a gap; what they
     * hold by an override stays theirs (`source.kind` says it).
     */
    shifts: z.array(userShiftSchema),
  })
  .meta({ id: 'MadeAbsence' });
export type MadeAbsenceView = z.output<typeof madeAbsenceSchema>;
