import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';

const decisionSchema = z.enum(['all', 'none']);

export const restoreStateSchema = z
  .object({
    heldCount: z.int().describe('Incidents that page nobody since the restore'),
    restore: z
      .object({
        restoredAt: utcTimeSchema.describe('When Rouse noticed it'),
        stateOf: utcTimeSchema.nullable().describe('The last moment that the database knew of then'),
        heldAtFirst: z.int(),
        decision: decisionSchema.nullable().describe('What an admin decided; null: nothing yet'),
        decidedAt: utcTimeSchema.nullable(),
        decidedBy: z.string().nullable(),
      })
      .nullable()
      .describe('The last one; null: there was none'),
  })
  .meta({ id: 'RestoreState' });
export type RestoreState = z.output<typeof restoreStateSchema>;

export const resumeSchema = z
  .strictObject({
    which: decisionSchema.describe(
      'all: everything that is held is paged, from the beginning of its policy. none: it stays silent until its ' +
        'source tells of it again, or somebody does something about it',
    ),
  })
  .meta({ id: 'RestoreResume' });
export type Resume = z.output<typeof resumeSchema>;

export const heldIncidentPageSchema = pageSchema(
  z
    .object({
      id: z.string(),
      number: z.int(),
      title: z.string(),
      serviceId: z.string(),
      serviceName: z.string(),
      createdAt: utcTimeSchema,
      heldSince: utcTimeSchema,
    })
    .meta({ id: 'HeldIncident' }),
).meta({ id: 'HeldIncidentPage' });
export type HeldIncidentPage = z.output<typeof heldIncidentPageSchema>;
