import {
  applyDecorators,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { impossible, Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The address says all there is to say. */
    takesNoBody?: boolean;
    /** Nothing that is derived from the body may be stored. */
    carriesSecret?: boolean;
  }
}

/** Unknown fields are refused where no field is known, too; after the guards, as everywhere. */
class NoBodyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    requireNoBody(context.switchToHttp().getRequest<FastifyRequest>().body);
    return next.handle();
  }
}

/** For a POST whose address says it all: no body, or an empty object. */
export const TakesNoBody = (): MethodDecorator & ClassDecorator =>
  applyDecorators(RouteConfig({ takesNoBody: true }), UseInterceptors(NoBodyInterceptor));

/**
 * For a POST whose body holds a password or a code. `Idempotency-Key` is not applied to it: what is kept for a key
 * holds a quick hash of the request, by which a password could be guessed.
 */
export const CarriesSecret = (): MethodDecorator & ClassDecorator => RouteConfig({ carriesSecret: true });

/** @throws Problem 422 for anything but nothing and an empty object */
export function requireNoBody(body: unknown): void {
  if (body === undefined || body === null) return;
  if (typeof body !== 'object' || Array.isArray(body))
    throw impossible([{ path: '', message: 'must be an empty object, or no body at all' }]);
  const fields = Object.keys(body);
  if (fields.length > 0)
    throw impossible(fields.map((path) => ({ path, message: 'is not a field that is known here' })));
}

/**
 * Many clients call every request JSON, with or without a body, and Fastify refuses a content type that promises a
 * body in vain. Where none is asked for, none is missed.
 */
export function forgiveEmptyBody(request: FastifyRequest): void {
  const { headers } = request;
  if (request.method !== 'DELETE' && request.routeOptions.config.takesNoBody !== true) return;
  const isEmpty = headers['content-length'] === undefined || headers['content-length'] === '0';
  if (isEmpty && headers['transfer-encoding'] === undefined) delete headers['content-type'];
}

/**
 * A compressed body can be a thousand times as large as it comes, so none is unpacked. Nothing that sends alerts or calls the
 * API compresses unasked.
 * @returns 415 for what is compressed
 */
export function faultOfCompression({ headers }: FastifyRequest): Problem | undefined {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') return undefined;
  return new Problem(415, 'Compressed bodies are not read. Send it without content-encoding.');
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/**
 * The API speaks JSON only; forms and plain text are read for the sake of other doors.
 * @throws Problem 415 for a body of the API in any other form
 */
export function requireJson(request: FastifyRequest): void {
  if (request.body === undefined || request.body === null || request.is404) return;
  if (request.url.startsWith('/api/') && !JSON_TYPE.test(request.headers['content-type'] ?? ''))
    throw new Problem(415, 'The body must be JSON, and say so: content-type: application/json.');
}
