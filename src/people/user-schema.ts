import { z } from 'zod';
import { roleSchema } from '../access/role.js';
import { nameSchema } from '../platform/http/name-schema.js';
import { pageSchema } from '../platform/http/pagination.js';
import { timeZoneSchema, utcTimeSchema } from '../platform/http/times.js';
import type { UserEntity } from './user.entity.js';

/** RFC 5321 section 4.5.3.1.3 leaves 254 characters for an address. */
export const emailAddressSchema = z.email('is not an e-mail address').max(254);

export const createUserSchema = z
  .strictObject({
    name: nameSchema,
    email: emailAddressSchema,
    timeZone: timeZoneSchema,
    role: roleSchema,
  })
  .meta({ id: 'CreateUser' });
export type CreateUser = z.output<typeof createUserSchema>;

export const changeUserSchema = z
  .strictObject({
    name: nameSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    role: roleSchema.optional(),
  })
  .meta({ id: 'ChangeUser' });
export type ChangeUser = z.output<typeof changeUserSchema>;

export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    timeZone: z.string(),
    role: roleSchema,
    colour: z.int().min(0).max(11).describe('Which of the twelve colours of people is theirs; for good'),
    createdAt: utcTimeSchema,
    deletedAt: utcTimeSchema.nullable().describe('When the person left; history still names them'),
  })
  .meta({ id: 'User' });
export type User = z.output<typeof userSchema>;
export const userPageSchema = pageSchema(userSchema).meta({ id: 'UserPage' });

export function toUser({ id, name, email, timeZone, role, colour, createdAt, deletedAt }: UserEntity): User {
  return {
    id,
    name,
    email,
    timeZone,
    role,
    colour,
    createdAt: createdAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}
