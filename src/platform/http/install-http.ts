import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { withLogContext, type Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { Problem } from './problem.js';
import { answerWithProblem } from './problem.filter.js';
import { faultOfCompression, forgiveEmptyBody, isForApi, requireJson } from './request-body.js';
import { guardTexts } from './text-guard.js';
import { tidyForwardedFor } from './trusted-proxies.js';

/** A connection on which nothing moves must not hold up a stop; requests in hand are given this long. */
const FINISH_REQUESTS_WITHIN_MS = 5_000;

/** Where a worker answers: whether it lives, and what it counts. */
const WORKER_PATHS = /^\/(health\/|metrics)/;

/**
 * What every request passes on its way in and out: a request id for the log lines, addresses
 * of proxies that are addresses, texts that PostgreSQL can
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
    tidyForwardedFor(request);
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
    const mend = !isForApi(request);
    request.body = guardTexts(request.body, mend);
    request.query = guardTexts(request.query, mend);
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
