import type { FastifyReply } from 'fastify';
import type { Problem } from '../../platform/http/problem.js';

/**
 * Says what is wrong with a body, or that there are too many, in the form that clients of Events v2 expect, instead of as
 * problem+json.
 * @returns the body of the answer, whose head is set; null where problem+json has to do
 */
export function refuseEvent(problem: Problem, reply: FastifyReply): object | null {
  const body = bodyOf(problem);
  if (body === null) return null;
  const { retryAfterSeconds } = problem.extra;
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
  void reply.status(problem.getStatus());
  return body;
}

function bodyOf(problem: Problem): object | null {
  const { detail, errors } = problem;
  const status = problem.getStatus();
  if (status === 429) return { status: 'throttle exceeded', message: detail };
  if (status !== 400) return null;
  if (errors.length === 0) return { status: 'invalid event', message: detail, errors: [detail] };
  return {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: errors.map(({ path, message }) => `'${path}' ${message}`),
  };
}
