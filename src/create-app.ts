import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rememberOccasions } from './access/audit-log-occasion.js';
import { AppModule } from './app.module.js';
import { openEventDoors } from './ingest/event-doors.js';
import { serveApiDescription } from './platform/http/openapi.js';
import { limitConnections } from './platform/http/connection-limits.js';
import { installHttp } from './platform/http/install-http.js';
import { installSecurityHeaders } from './platform/http/security-headers.js';
import { forgiveTrailingSlash } from './platform/http/trailing-slash.js';
import { speaksForMany, trustedProxies } from './platform/http/trusted-proxies.js';
import { answerUnreadable } from './platform/http/unreadable-request.js';
import { answerWithProblem, toProblem } from './platform/http/problem.filter.js';
import type { Settings } from './platform/config/settings.js';
import { NestLogger, type Logger } from './platform/logging/logger.js';
import { serveWebAppFiles } from './web-app/web-app-files.js';

/** 512 KiB, the largest body that any door takes. */
const BODY_LIMIT = 512 * 1024;
/** Node refuses a longer head of a request; a segment of an address that names nothing is 404, however long. */
const LONGEST_ADDRESS = 16 * 1024;
/**
 * Whoever sends slower than this holds a place that others need: the head of a request, all of it, and any silence in between,
 * in milliseconds. Event streams say something every 15 s.
 */
const HEAD_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const LONGEST_SILENCE_MS = 120_000;
/** Pages whose address is one word, which people type. */
const PAGES_OF_ONE_NAME = ['sign-in', 'set-up', 'password-resets', 'simulator', 'phones', 'welcome'];
/** How often Node looks for those. */
const LOOK_EVERY_MS = 5_000;

/**
 * Builds the application over a migrated database. It does not listen yet; the caller says where.
 * @param databaseUrl of a database that `migrateDatabase` has brought up to date
 */
export async function createApp(
  settings: Settings,
  databaseUrl: string,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    logger: false,
    trustProxy: trustedProxies(settings.trustedProxies),
    http: { headersTimeout: HEAD_WITHIN_MS, connectionsCheckingInterval: LOOK_EVERY_MS },
    requestTimeout: REQUEST_WITHIN_MS,
    connectionTimeout: LONGEST_SILENCE_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_ADDRESS },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      answerWithProblem(toProblem(error), request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, databaseUrl, logger),
    adapter,
    { logger: new NestLogger(logger), abortOnError: false },
  );
  limitConnections(adapter.getHttpServer(), speaksForMany(settings.trustedProxies), logger);
  await installSecurityHeaders(app, settings.publicUrl);
  installHttp(app, settings, logger);
  forgiveTrailingSlash(app, PAGES_OF_ONE_NAME);
  rememberOccasions(app);
  openEventDoors(app);
  if (settings.role !== 'worker') serveApiDescription(app);
  await serveWebAppFiles(app);
  return app;
}
