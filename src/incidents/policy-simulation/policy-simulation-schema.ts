import { z } from 'zod';
import { escalationPolicyInputSchema } from '../../escalations/escalation-policy-input.js';
import { contactMethodTypeSchema, urgencySchema } from '../../people/contact-method.js';
import { idSchema } from '../../platform/http/id-schema.js';
import { instantSchema, timeZoneSchema, utcTimeSchema } from '../../platform/http/times.js';
import { severitySchema } from '../incoming-event.js';

/** Which incident is thought of: of a service, or by a policy that is saved nowhere. */
export const simulatePolicySchema = z
  .strictObject({
    serviceId: idSchema.exactOptional(),
    /** A draft, as for `POST /escalation-policies`. */
    policy: escalationPolicyInputSchema.exactOptional(),
    severity: severitySchema.default('critical'),
    /** Absent: what the service makes of the severity at that moment; for a draft, high. */
    urgency: urgencySchema.exactOptional(),
    /** When the incident begins; absent: now. */
    at: instantSchema.exactOptional(),
    /** For a draft: where the hours of its conditions are meant. */
    timeZone: timeZoneSchema.exactOptional(),
  })
  .superRefine(({ serviceId, policy, timeZone }, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if (serviceId === undefined && policy === undefined) refuse([], 'must have a serviceId or a policy');
    if (serviceId !== undefined && policy !== undefined)
      refuse(['policy'], 'must be left out where there is a serviceId');
    if (serviceId !== undefined && timeZone !== undefined)
      refuse(['timeZone'], "must be left out where there is a serviceId: it is the service's");
  })
  .meta({ id: 'SimulatePolicy' });
export type SimulatePolicy = z.output<typeof simulatePolicySchema>;

const afterSeconds = z.int().describe('Counted from the beginning of the incident');

export const policySimulationSchema = z
  .object({
    at: utcTimeSchema.describe('When the incident begins'),
    urgency: urgencySchema,
    severity: severitySchema,
    pages: z
      .array(
        z.object({
          afterSeconds,
          userId: z.string(),
          contactMethodId: z.string(),
          type: contactMethodTypeSchema,
          policyId: z.string().describe('A draft has an id of its own for this answer'),
          step: z.int(),
          round: z.int(),
          reason: z.string().describe('What the person reads or hears'),
        }),
      )
      .describe('In the order in which they would go out'),
    entries: z
      .array(
        z.object({
          afterSeconds,
          kind: z.string().describe('As in the timeline of an incident'),
          reason: z.string(),
          details: z.record(z.string(), z.unknown()),
        }),
      )
      .describe('What the timeline would say: steps begun and skipped, hand-offs, the last resort'),
    endsAfterSeconds: afterSeconds.describe('When the last resort is turned to, or the simulation is cut'),
    truncated: z
      .boolean()
      .describe('There is more planning than one simulation does: the steps would have gone on'),
  })
  .meta({ id: 'PolicySimulation' });
export type PolicySimulationView = z.output<typeof policySimulationSchema>;
