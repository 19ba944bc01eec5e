import { z } from 'zod';
import type { Answer } from '../support/rouse-client.js';

const problemSchema = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) });

/** The status of an answer and the paths of its faults: the shortest way to say what was refused, and where. */
export function refusalOf({ status, body }: Answer): [number, ...string[]] {
  const problem = problemSchema.safeParse(body);
  return [status, ...(problem.success ? problem.data.errors.map(({ path }) => path) : [])];
}

/** A well-formed id that nobody and nothing has. */
export const NOBODY = '0190a000-0000-7000-8000-000000000000';
