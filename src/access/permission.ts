import { Problem } from '../platform/http/problem.js';
import { allows, scopeReaches, type Matter } from './authorization.js';
import { permissionOf, type Permission, type PermissionName } from './permission-table.js';
import type { Principal } from './principal.js';

/** 403 with the reason in plain words. */
export const forbidden = (detail: string): Problem => new Problem(403, detail);

/** Whether the principal may do this to this matter, by the table. */
export const mayDo = (principal: Principal, name: PermissionName, matter: Matter = {}): boolean =>
  allows(permissionOf(name), principal, matter);

/**
 * Lets nobody past who may not do this to this matter.
 * @throws Problem 403 that says who may
 */
export function requirePermission(principal: Principal, name: PermissionName, matter: Matter = {}): void {
  const permission = permissionOf(name);
  if (allows(permission, principal, matter)) {
    requireConfirmation(principal, permission);
    return;
  }
  if (!scopeReaches(principal.scopes, permission))
    throw forbidden(`This token lacks the scope ${String(permission.scope)}.`);
  throw forbidden(`Only ${whoMay(permission, matter).join(' or ')} may do this.`);
}

/** The `type` of the problem that asks a person for their password; a page can show the question for it. */
export const CONFIRMATION_NEEDED = 'urn:rouse:confirmation-needed';

/**
 * Whoever came with a session must have shown lately who they are, where the permission asks for it: a browser that was
 * left open is not enough. A token is shown with every request.
 * @throws Problem 403 with a type of its own
 */
export function requireConfirmation({ credential }: Principal, permission: Permission): void {
  if (permission.confirmed !== true || credential.kind !== 'session' || credential.isConfirmed === true)
    return;
  throw new Problem(403, 'Show again who you are: by your password, or by signing in anew.', [], {
    type: CONFIRMATION_NEEDED,
    title: 'Confirmation needed',
  });
}

/** Who may do it to this matter, in words. What belongs to no team has no managers. */
function whoMay({ anywhere, asManager, asMember, own }: Permission, { teamId }: Matter): string[] {
  return [
    ...(own === undefined ? [] : ['the person whose it is']),
    ...(asMember === undefined || teamId === null ? [] : ['a member of the team']),
    ...(asManager === undefined || teamId === null ? [] : ['a manager of the team']),
    ...(anywhere === undefined ? [] : [`${anywhere === 'responder' ? 'a' : 'an'} ${anywhere}`]),
  ];
}
