import { z } from 'zod';
import { isId } from '../database/identifier.js';

/** An id in a body or a query: anything that cannot be one is told apart before the database sees it. */
export const idSchema = z.string().refine(isId, 'is not an id');
