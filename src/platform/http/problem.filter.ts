import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from '../database/database-away.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { sendPlainPage } from './plain-page.js';
import { isForPeople, problemPage } from './problem-page.js';
import { Problem, problemTitle } from './problem.js';

/** SQLSTATEs that say "somebody was quicker" or "the thing is gone", not "Rouse is broken". */
const CONFLICT_STATES = new Map([
  ['23505', 'Something with these values exists already.'],
  ['23503', 'Something that this refers to is gone, or something still refers to this.'],
  ['40001', 'Somebody else changed the same thing at the same moment. Try again.'],
  ['40P01', 'Somebody else changed the same thing at the same moment. Try again.'],
]);

/** How long a caller may wait before trying again while the database is away. */
const RETRY_AFTER_SECONDS = 5;

/** Every error leaves here as problem+json (RFC 9457), or as a page for a browser; what is Rouse's own fault is logged and tells no more than that. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.getStatus() >= 500) {
      this.logger.error({ err: error, status: problem.getStatus() }, 'A request failed');
    }
    answerWithProblem(problem, request, reply);
  }
}

/**
 * Answers with problem+json, or with a page where a browser asks for one. Used by the filter, and for what Fastify refuses before there is a route: an address
 * that cannot be decoded.
 */
export function answerWithProblem(
  problem: Problem,
  request: Pick<FastifyRequest, 'id' | 'url' | 'headers'>,
  reply: FastifyReply,
): void {
  const status = problem.getStatus();
  const retryAfter = problem.extra['retryAfterSeconds'];
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply.header('x-request-id', request.id);
  if (isForPeople(request)) {
    void reply.send(sendPlainPage(reply, problemPage(problem, request.url)));
    return;
  }
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send({
      type: 'about:blank',
      title: problemTitle(status),
      status,
      detail: problem.detail,
      instance: request.url.split('?')[0] ?? request.url,
      errors: problem.errors,
      ...problem.extra,
    });
}

/** What to answer for any error: its own answer where it has one, else 500 that tells nothing. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return new Problem(error.getStatus(), error.message);
  if (error instanceof QueryFailedError) {
    const state = sqlState(error.driverError);
    const detail = state === null ? undefined : CONFLICT_STATES.get(state);
    if (detail !== undefined) return new Problem(409, detail);
  }
  const status = fastifyStatus(error);
  if (status !== null && error instanceof Error)
    return new Problem(status, plainFastifyMessage(status, error.message));
  if (isDatabaseAway(error)) return databaseAway();
  return new Problem(500, 'This is a fault of Rouse, not of the request. It was logged.');
}

/** 503: whether a commit in flight still happened is not known, so it does not say that nothing was changed. */
function databaseAway(): Problem {
  const extra = { retryAfterSeconds: RETRY_AFTER_SECONDS };
  return new Problem(503, 'The database does not answer. Try again in a moment.', [], extra);
}

function sqlState(driverError: unknown): string | null {
  if (typeof driverError !== 'object' || driverError === null || !('code' in driverError)) return null;
  return typeof driverError.code === 'string' ? driverError.code : null;
}

/** Fastify refuses unreadable, oversized and unsupported bodies with an error that carries a status below 500. */
function fastifyStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}

function plainFastifyMessage(status: number, message: string): string {
  if (status === 413) return 'The body is larger than 512 KiB.';
  if (status === 414) return 'A part of the address is longer than anything here.';
  if (status === 400) return `The request cannot be read: ${message}`;
  return message;
}
