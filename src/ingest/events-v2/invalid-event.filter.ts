import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerWithProblem } from '../../platform/http/problem.filter.js';
import { Problem } from '../../platform/http/problem.js';

/**
 * Says what is wrong with a body, or that there are too many, in the form that clients of Events v2 expect, instead of as
 * problem+json.
 */
@Catch(Problem)
export class InvalidEventFilter implements ExceptionFilter<Problem> {
  catch(problem: Problem, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = problem.getStatus();
    const body = bodyOf(problem);
    if (body === null) {
      answerWithProblem(problem, host.switchToHttp().getRequest<FastifyRequest>(), reply);
      return;
    }
    const { retryAfterSeconds } = problem.extra;
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
    void reply.status(status).send(body);
  }
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
