import type { z } from 'zod';
import type { LinkedPage } from '../../platform/http/linked-page.js';
import { Problem } from '../../platform/http/problem.js';
import { faultsOf } from '../../platform/http/validation.js';
import { formPage, overPage, tellingPage, type Form } from './link-pages.js';

/** What became of a form that somebody sent: it was done, or this is to be shown. */
type Submitted<Result> = { readonly done: Result } | { readonly page: LinkedPage };

/**
 * Reads a form and does what it asks for. What is impossible in it is told beside its fields; a link that is not good,
 * or not any more, by the page that says so.
 * @throws every other Problem
 */
export async function submit<Schema extends z.ZodType, Result>(
  form: Form,
  body: unknown,
  schema: Schema,
  act: (submitted: z.output<Schema>) => Promise<Result>,
): Promise<Submitted<Result>> {
  const read = schema.safeParse(body ?? {});
  if (!read.success) return { page: formPage(form, faultsOf(read.error.issues)) };
  try {
    return { done: await act(read.data) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    switch (error.getStatus()) {
      case 404:
        return { page: overPage() };
      case 409:
        return { page: tellingPage('Not possible', error.detail, 409) };
      case 422:
        return { page: formPage(form, error.errors) };
      default:
        throw error;
    }
  }
}
