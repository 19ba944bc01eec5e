import { Problem } from '../platform/http/problem.js';
import { allows, scopeReaches, type Matter } from './authorization.js';
import { permissionOf, type PermissionName } from './permission-table.js';
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
  if (allows(permission, principal, matter)) return;
  if (!scopeReaches(principal.scopes, permission))
    throw forbidden(`This token lacks the scope ${String(permission.scope)}.`);
  const who = [
    ...(permission.own === undefined ? [] : ['the person whose it is']),
    ...(permission.asMember === undefined ? [] : ['a member of the team']),
    ...(permission.asManager === undefined ? [] : ['a manager of the team']),
    permission.anywhere === 'admin' ? 'an admin' : `somebody with the role ${permission.anywhere}`,
  ];
  throw forbidden(`Only ${who.join(' or ')} may do this.`);
}

export const isAdmin = (principal: Principal): boolean => principal.role === 'admin';

/**
 * Lets a person act on what is their own, and an admin on everybody's.
 * @throws Problem 403 for everyone else, whether or not that other person exists
 */
export function requireSelfOrAdmin(principal: Principal, userId: string): void {
  if (principal.userId !== userId && !isAdmin(principal)) {
    throw forbidden('Only this person or an admin may do this.');
  }
}
