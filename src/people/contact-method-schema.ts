import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { outboundUrlSchema } from '../platform/outbound/outbound-url.js';
import {
  CONTACT_METHOD_TYPES,
  contactMethodTypeSchema,
  PROOFS,
  type ContactMethodType,
  type Proof,
} from './contact-method.js';
import { emailAddressSchema } from './user-schema.js';

/** Form only (E.164): whether a number is assigned shows when a code is sent to it. */
const phoneNumberSchema = z.e164('is not a phone number such as +15005550006 (E.164)');

const ADDRESS_SCHEMAS = {
  sms: phoneNumberSchema,
  voice: phoneNumberSchema,
  email: emailAddressSchema,
  webhook: outboundUrlSchema,
} as const;

/** So long without a proof, and nobody knows whether a method still reaches its owner. */
export const UNPROVEN_AFTER_DAYS = 90;

/** `push` is a promised type whose channel does not exist yet, which is worth saying in words. */
const requestedTypeSchema = z
  .enum([...CONTACT_METHOD_TYPES, 'push'])
  .transform((type, context): ContactMethodType => {
    if (type !== 'push') return type;
    context.addIssue(`push has no channel yet: use ${CONTACT_METHOD_TYPES.join(', ')}`);
    return z.NEVER;
  });

export const createContactMethodSchema = z
  .strictObject({ type: requestedTypeSchema, address: z.string(), preVerified: z.boolean().default(false) })
  .transform((input, context) => {
    const result = ADDRESS_SCHEMAS[input.type].safeParse(input.address);
    for (const { message } of result.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['address'], message });
    }
    return { ...input, address: result.data ?? input.address };
  })
  .meta({ id: 'CreateContactMethod' });
export type CreateContactMethod = z.output<typeof createContactMethodSchema>;

export const contactMethodSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    type: contactMethodTypeSchema,
    address: z.string(),
    verified: z.boolean(),
    disabledReason: z.string().nullable(),
    provenAt: utcTimeSchema.nullable().describe('The last time that something came back from there'),
    provenBy: z.enum(PROOFS).nullable(),
    unproven: z
      .boolean()
      .describe(`Verified and in use, and nothing came back for ${String(UNPROVEN_AFTER_DAYS)} days`),
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'ContactMethod' });
export type ContactMethod = z.output<typeof contactMethodSchema>;
/** The answer to its creation: of a webhook with the secret that its requests are signed with, shown once. */
export const createdContactMethodSchema = contactMethodSchema
  .extend({ secret: z.string().exactOptional() })
  .meta({ id: 'CreatedContactMethod' });
export type CreatedContactMethod = z.output<typeof createdContactMethodSchema>;
export const contactMethodPageSchema = pageSchema(contactMethodSchema).meta({ id: 'ContactMethodPage' });

export interface ContactMethodRow {
  readonly id: string;
  readonly userId: string;
  readonly type: ContactMethodType;
  readonly address: string;
  readonly verifiedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly provenAt: Date | null;
  readonly provenBy: Proof | null;
  readonly unproven: boolean;
  readonly createdAt: Date;
}

/** Whether a row of contact_methods is unproven: SQL, over the row's own columns. */
export const UNPROVEN = `(verified_at IS NOT NULL AND disabled_at IS NULL
  AND coalesce(proven_at, verified_at) < rouse_now() - interval '${String(UNPROVEN_AFTER_DAYS)} days')`;

/** The columns of a `ContactMethodRow`. */
export const CONTACT_METHOD_COLUMNS = `id, user_id AS "userId", type, address, verified_at AS "verifiedAt",
  disabled_at AS "disabledAt", disabled_reason AS "disabledReason", proven_at AS "provenAt", proven_by AS "provenBy",
  ${UNPROVEN} AS unproven, created_at AS "createdAt"`;

export function toContactMethod(row: ContactMethodRow): ContactMethod {
  return {
    id: row.id,
    userId: row.userId,
    type: row.type,
    address: row.address,
    verified: row.verifiedAt !== null,
    disabledReason: row.disabledReason,
    provenAt: row.provenAt?.toISOString() ?? null,
    provenBy: row.provenBy,
    unproven: row.unproven,
    createdAt: row.createdAt.toISOString(),
  };
}
