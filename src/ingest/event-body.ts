import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem, type Fault } from '../platform/http/problem.js';
import { guardTexts } from '../platform/http/text-guard.js';
import { faultsOf } from '../platform/http/validation.js';

const jsonObject = z.record(z.string(), z.unknown());

const EVENT_TEXT = 'application/vnd.rouse.event';

/** A body that is not what the source's format asks for: 400 with the path of each fault. */
export class InvalidBody extends Problem {
  constructor(detail: string, faults: readonly Fault[] = []) {
    super(400, detail, faults);
  }
}

/**
 * Lets event routes take JSON under any content type or none: monitoring is often configured by hand, and an alert
 * is not to be lost to a header. Call it before the server listens.
 */
export function installEventBodies(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(EVENT_TEXT, { parseAs: 'string' }, (_request, text, done) => {
    done(null, text);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.eventRoute) request.headers['content-type'] = EVENT_TEXT;
    done();
  });
}

/** What a body says by the schema of its source, and the body as it came. */
export interface EventBody<Output> {
  readonly body: Output;
  readonly received: Readonly<Record<string, unknown>>;
  /** How large it was, in UTF-16 units. */
  readonly size: number;
}

/**
 * Reads the text of an event route's body by the schema of its source. Characters that PostgreSQL cannot store are
 * dropped rather than refused.
 * @throws InvalidBody for unreadable JSON, and for a wrong shape with the path of each fault
 */
export function readEventBody<Schema extends z.ZodType>(
  text: unknown,
  schema: Schema,
): EventBody<z.output<Schema>> {
  const received = jsonObject.safeParse(guardTexts(parseJson(text), true));
  if (!received.success) throw new InvalidBody('The body must be a JSON object.');
  const result = schema.safeParse(received.data);
  if (result.success) return { body: result.data, received: received.data, size: sizeOf(text) };
  const faults = faultsOf(result.error.issues);
  throw new InvalidBody(faults.map(({ path, message }) => `${path} ${message}`.trim()).join('; '), faults);
}

/** How large a body is that was not read yet, in UTF-16 units. */
export const sizeOf = (text: unknown): number => (typeof text === 'string' ? text.length : 0);

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string' || text.trim() === '') throw new InvalidBody('The body is empty.');
  try {
    // Some clients begin with a byte order mark, which JSON.parse refuses.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return value;
  } catch (error) {
    const reason = error instanceof Error ? `: ${error.message}` : '';
    throw new InvalidBody(`The body is not JSON${reason}`);
  }
}
