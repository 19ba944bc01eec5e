import { z } from 'zod';
import { pageSchema } from '../platform/http/pagination.js';
import { utcTimeSchema } from '../platform/http/times.js';
import { CONTACT_METHOD_TYPES, contactMethodTypeSchema, type ContactMethodType } from './contact-method.js';
import { emailAddressSchema } from './user-schema.js';

/** Form only (E.164): whether a number is assigned shows when a code is sent to it. */
const phoneNumberSchema = z.e164('is not a phone number such as +15005550006 (E.164)');

const ADDRESS_SCHEMAS = {
  sms: phoneNumberSchema,
  voice: phoneNumberSchema,
  email: emailAddressSchema,
} as const;

/** `webhook` and `push` are promised types whose channels do not exist yet, which is worth saying in words. */
const requestedTypeSchema = z
  .enum([...CONTACT_METHOD_TYPES, 'webhook', 'push'])
  .transform((type, context): ContactMethodType => {
    if (type !== 'webhook' && type !== 'push') return type;
    context.addIssue(`${type} has no channel yet: use ${CONTACT_METHOD_TYPES.join(', ')}`);
    return z.NEVER;
  });

export const createContactMethodSchema = z
  .strictObject({ type: requestedTypeSchema, address: z.string(), preVerified: z.boolean().default(false) })
  .superRefine(({ type, address }, context) => {
    const result = ADDRESS_SCHEMAS[type].safeParse(address);
    for (const { message } of result.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['address'], message });
    }
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
    createdAt: utcTimeSchema,
  })
  .meta({ id: 'ContactMethod' });
export type ContactMethod = z.output<typeof contactMethodSchema>;
export const contactMethodPageSchema = pageSchema(contactMethodSchema).meta({ id: 'ContactMethodPage' });

export interface ContactMethodRow {
  readonly id: string;
  readonly userId: string;
  readonly type: ContactMethodType;
  readonly address: string;
  readonly verifiedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  readonly createdAt: Date;
}

/** The columns of a `ContactMethodRow`. */
export const CONTACT_METHOD_COLUMNS = `id, user_id AS "userId", type, address, verified_at AS "verifiedAt",
  disabled_at AS "disabledAt", disabled_reason AS "disabledReason", created_at AS "createdAt"`;

export function toContactMethod(row: ContactMethodRow): ContactMethod {
  return {
    id: row.id,
    userId: row.userId,
    type: row.type,
    address: row.address,
    verified: row.verifiedAt !== null,
    disabledReason: row.disabledReason,
    createdAt: row.createdAt.toISOString(),
  };
}
