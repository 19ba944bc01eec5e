import { Problem } from '../platform/http/problem.js';
import type { Principal } from './principal.js';

/** 403 with the reason in plain words. */
export const forbidden = (detail: string): Problem => new Problem(403, detail);

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
