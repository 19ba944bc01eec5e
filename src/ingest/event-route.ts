import { applyDecorators, HttpCode } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes what monitoring sends, as text, whatever its content type says. */
    eventRoute?: { readonly status: number };
  }
}

/** For a route that takes events, and calls `readEventBody`. @param status of the answer for what is stored */
export const EventRoute = (status: 200 | 202): MethodDecorator =>
  applyDecorators(HttpCode(status), RouteConfig({ eventRoute: { status }, isNobodysDeed: true }));
