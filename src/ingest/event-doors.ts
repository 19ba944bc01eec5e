import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { IdempotencyInterceptor } from '../platform/http/idempotency.interceptor.js';
import { Problem } from '../platform/http/problem.js';
import { AlertmanagerController } from './alertmanager/alertmanager.controller.js';
import { EventsV2Controller } from './events-v2/events-v2.controller.js';
import { refuseEvent } from './events-v2/invalid-event.js';
import { GenericController } from './generic/generic.controller.js';

/** What an event route does, without what Nest has around it. */
interface EventDoor {
  /** Gives the body of the answer after the commit. @param key of the address, where that has one */
  readonly receive: (text: unknown, key: string) => Promise<object>;
  /** What is said of a problem in the words of the source; null: problem+json, as everywhere. */
  readonly refuse?: (problem: Problem, reply: FastifyReply) => object | null;
}

/**
 * Has event routes answered by their doors. Nest's way to a method (guards, interceptors, pipes, filters) costs three times
 * as much as reading an event, and of all that only `Idempotency-Key` is about these routes: they are open, no limit of the
 * API counts them, and they read their bodies by themselves. What their controllers declare stays true, for the
 * description and for Fastify's hooks, and errors go to the filter of all others. Call it before `app.init()`.
 */
export function openEventDoors(app: NestFastifyApplication): void {
  const idempotency = app.get(IdempotencyInterceptor);
  const eventsV2 = app.get(EventsV2Controller);
  const alertmanager = app.get(AlertmanagerController);
  const generic = app.get(GenericController);
  const doors: Readonly<Record<string, EventDoor>> = {
    '/v2/enqueue': { receive: (text) => eventsV2.enqueue(text), refuse: refuseEvent },
    '/integrations/:key/alertmanager': { receive: (text, key) => alertmanager.receive(key, text) },
    '/integrations/:key/generic': { receive: (text, key) => generic.receive(key, text) },
  };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      const status = route.config?.eventRoute?.status;
      const door = doors[route.url];
      if (status !== undefined && door !== undefined) route.handler = answering(door, status, idempotency);
    });
}

function answering(door: EventDoor, status: number, idempotency: IdempotencyInterceptor): RouteHandlerMethod {
  return async (request, reply) => {
    const key = keyOf(request);
    if (key === '') {
      reply.callNotFound();
      return reply;
    }
    void reply.status(status);
    try {
      return await idempotency.once(request, reply, () => door.receive(request.body, key ?? ''));
    } catch (error) {
      const told = error instanceof Problem ? door.refuse?.(error, reply) : null;
      if (told === null || told === undefined) throw error;
      return told;
    }
  };
}

/** Of the address; undefined where it has none. */
function keyOf({ params }: FastifyRequest): string | undefined {
  if (typeof params !== 'object' || params === null || !('key' in params)) return undefined;
  return typeof params.key === 'string' ? params.key : undefined;
}
