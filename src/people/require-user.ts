import type { EntityManager } from 'typeorm';
import { notFound } from '../platform/http/problem.js';

/**
 * Makes sure that a person exists.
 * @param forChange makes those who change something of the same person take turns until the transaction ends
 * @throws Problem 404
 */
export async function requireUser(
  manager: EntityManager,
  userId: string,
  { forChange = false }: { forChange?: boolean } = {},
): Promise<void> {
  const lock = forChange ? 'FOR NO KEY UPDATE' : '';
  const found = await manager.query<unknown[]>(`SELECT 1 FROM current_users WHERE id = $1 ${lock}`, [userId]);
  if (found.length === 0) throw notFound('user');
}
