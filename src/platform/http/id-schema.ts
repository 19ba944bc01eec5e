import { z } from 'zod';
import { isId } from '../database/identifier.js';

/** An id in a body or a query: anything that cannot be one is refused before the database sees it. Ids compare in lower case. */
export const idSchema = z.string().toLowerCase().refine(isId, 'is not an id');
