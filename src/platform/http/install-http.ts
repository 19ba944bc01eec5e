import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { withLogContext, type Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { Problem } from './problem.js';
import { answerWithProblem } from './problem.filter.js';
import { forgiveEmptyBody, requireJson, faultOfCompression } from './request-body.js';
import { guardTexts } from './text-guard.js';

/** A connection on which nothing moves must not hold up a stop; requests in hand are given this long. */
const FINISH_REQUESTS_WITHIN_MS = 5_000;

/** Where a worker answers: whether it lives, and what it counts. */
const WORKER_PATHS = /^\/(health\/|metrics)/;

/**
 * What every request passes on its way in and out: a request id for the log lines, texts that PostgreSQL can
 * store, and one log line and one measurement at the end.
 */
export function installHttp(
  app: NestFastifyApplication,
  settings: Pick<Settings, 'role'>,
  logger: Logger,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  const metrics = app.get(Metrics);

  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogContext({ requestId: request.id }, done);
  });
  if (settings.role === 'worker') {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (WORKER_PATHS.test(request.url)) done();
      else
        answerWithProblem(new Problem(404, 'A worker answers for its health and no more.'), request, reply);
    });
  }
  fastify.addHook('onRequest', (request, _reply, done) => {
    forgiveEmptyBody(request);
    done(faultOfCompression(request));
  });
  // A promise rather than a callback: what it throws goes to the problem filter like any other error.
  fastify.addHook('preValidation', async (request) => {
    requireJson(request);
    request.body = guardTexts(request.body, !request.url.startsWith('/api/'));
    request.query = guardTexts(request.query, !request.url.startsWith('/api/'));
    return Promise.resolve();
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => {
      fastify.server.closeAllConnections();
    }, FINISH_REQUESTS_WITHIN_MS).unref();
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    record(request, reply);
    done();
  });

  function record(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1000;
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    logger.debug(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  }
}
