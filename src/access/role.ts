import { z } from 'zod';

/** What a person may do in the organisation. Each role may do what the ones before it may. */
export const ROLES = ['observer', 'responder', 'admin'] as const;
// Marked as pure: the web app takes the rules of this file without its schema.
export const roleSchema = /* @__PURE__ */ z.enum(ROLES);
export type Role = z.output<typeof roleSchema>;

/** Whether somebody with `held` may do what needs `needed`. */
export function roleSuffices(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}
