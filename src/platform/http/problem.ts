import { HttpException } from '@nestjs/common';
import { z } from 'zod';

/** One fault of a request: where, as a dotted path into the body or query, and what in plain words. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** An error answer, RFC 9457; further members say where the thing stands (section 3.2). */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem' });

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The request did not arrive in time',
  409: 'The state has moved on',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'The request says something impossible',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Rouse failed',
  503: 'Not ready',
};

/** The short name of a status, the `title` of its problem. */
export function problemTitle(status: number): string {
  return TITLES[status] ?? 'The request failed';
}

/**
 * An error that is an answer: thrown anywhere below a controller, turned into problem+json by the one filter.
 * `extra` members go into the document beside the standard ones.
 */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly errors: readonly Fault[] = [],
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail, status);
  }
}

/** 404. Says what kind of thing is missing, nothing about others' things. */
export const notFound = (what: string): Problem => new Problem(404, `There is no such ${what}.`);

/** 409: somebody or something was quicker; `state` says where the thing stands now. */
export const conflict = (detail: string, state: Readonly<Record<string, unknown>> = {}): Problem =>
  new Problem(409, detail, [], state);

/** 422 with the path of each fault. */
export const impossible = (errors: readonly Fault[]): Problem =>
  new Problem(
    422,
    errors.map((fault) => (fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`)).join('; '),
    errors,
  );

/** A dotted path out of the segments of a validation issue. */
export function faultPath(segments: readonly PropertyKey[]): string {
  return segments.map(String).join('.');
}
